"""What stands around the site: settings that only show their fault in use, the queue, the mail server."""

from __future__ import annotations

import os
import smtplib
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from app import outbox
from app.core.refusals import BadSetting
from app.core.settings import LOOPBACK, current


def setting_faults() -> Iterator[str]:
    """Settings were checked at the start; this is what only the surroundings can tell."""
    settings = current()
    host = urlsplit(settings.public_url).hostname
    if settings.is_production and host in LOOPBACK:
        yield f"PUBLIC_URL names {host}, which nobody else can open. Write the address people see."
    if settings.is_production and settings.mail_only_to:
        yield "MAIL_ONLY_TO is set, so nobody else gets mail. Empty it when the rehearsal is over."
    keys = settings.instance / "keys.env"
    if keys.exists() and keys.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield f"{keys.name} can be read by others on this machine. Run `chmod 600` on it."
    yield from outbox.signing_faults()


def queue_faults() -> Iterator[str]:
    """Ask the queue how much waits in it."""
    try:
        outbox.bell().huey.pending_count()
    except BadSetting as wrong:
        yield wrong.sentence
    except Exception as err:  # noqa: BLE001 — each kind of queue has its own errors
        yield f"It does not answer ({type(err).__name__}). Start it, or mend QUEUE_URL; mail waits a minute longer without."


def mail_faults() -> Iterator[str]:
    """Greet the mail server, or look at the folder."""
    url = urlsplit(current().mail_url)
    if url.scheme in ("smtp", "smtps"):
        yield from _server(url)
    elif url.scheme == "folder":
        folder = Path(unquote(url.path))
        there = next(one for one in (folder, *folder.parents) if one.exists())
        if not there.is_dir() or not os.access(there, os.W_OK):
            yield f"Nothing can be written to {folder}. Mend its rights, or MAIL_URL."


def _server(url: SplitResult) -> Iterator[str]:
    host = url.hostname or "localhost"
    try:
        outbox.greet(url.geturl(), urlsplit(current().public_url).hostname or "localhost")
    except smtplib.SMTPAuthenticationError:
        yield f"{host} does not take the name and password in MAIL_URL. Mend them."
    except (OSError, smtplib.SMTPException) as err:
        yield f"{host} does not answer as a mail server ({type(err).__name__}). Start it, or mend MAIL_URL."
