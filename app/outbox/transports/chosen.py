"""The transport the settings name: one for the running application, shared by its threads."""

from __future__ import annotations

import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.core.refusals import BadSetting
from app.core.settings import Settings, current
from app.outbox.transports.base import Transport
from app.outbox.transports.folder import Folder
from app.outbox.transports.only_to import OnlyTo
from app.outbox.transports.smtp import Smtp

_lock = threading.Lock()


def transport() -> Transport:
    """The transport of the running application. Raises BadSetting where MAIL_URL cannot be used."""
    with _lock:
        found: Transport | None = current_app.extensions.get("outbox_transport")
        if found is None:
            found = current_app.extensions["outbox_transport"] = make_transport(current())
    return found


def make_transport(settings: Settings) -> Transport:
    """What MAIL_URL names, behind MAIL_ONLY_TO where that is set."""
    named = _named(settings)
    return OnlyTo(named, settings.mail_only_to) if settings.mail_only_to.strip() else named


def _named(settings: Settings) -> Transport:
    parts = urlsplit(settings.mail_url)
    if parts.scheme == "inbox":
        return Folder(settings.inbox_folder)
    if parts.scheme == "folder":
        if parts.netloc or not parts.path.strip("/"):
            raise BadSetting("MAIL_URL: a folder is written with three slashes, like folder:///var/spool/choices.")
        return Folder(Path(unquote(parts.path)))
    return Smtp(settings.mail_url, own_name=urlsplit(settings.public_url).hostname or "localhost")
