"""Showing once more that a mailbox is hers: what waits for that proof, and where it leads."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app import links
from app.core.feature import Draft, Errand
from app.core.fields import Unreadable
from app.core.refusals import NotFound
from app.core.signing import BadToken, TokenEnded
from app.identity.marks import seal, unseal
from app.identity.places import before_what, place

FORM = "fresh"


def wait_for(subject_id: str, wanted: str, typed: str = "") -> str:
    """What waits, signed: the page she goes on to, and an address typed there, sealed. For `ask_for_proof`."""
    kept = {"typed": base64.urlsafe_b64encode(seal(typed)).decode()} if typed else {}
    return links.prove("draft", {"form": FORM, "subject": subject_id, "place": wanted, **kept})


def typed_before(text: str, subject_id: str) -> str:
    """The address that was typed before the proof ran out; empty when there is none, or it isn't hers."""
    try:
        payload = links.read_proof("draft", text).payload
        if payload.get("form") != FORM or payload.get("subject") != subject_id:
            return ""
        return unseal(base64.urlsafe_b64decode(str(payload.get("typed", ""))))
    except (BadToken, TokenEnded, Unreadable, binascii.Error):
        return ""


def _go_on(subject_id: str, text: str) -> str:
    """The page she wanted. A proof of another address is somebody else's sign-in, and leads nowhere of hers."""
    payload = links.read_proof("draft", text).payload
    wanted = place(str(payload["place"]))
    if payload["subject"] != subject_id or not wanted:
        raise NotFound(_("There is nothing of yours here."))
    return url_for(wanted.partition("#")[0], kept=text if payload.get("typed") else None)


def _errand(payload: dict[str, Any]) -> Errand | None:
    before = before_what(str(payload.get("place", "")))
    if before is None:
        return None
    return Errand(
        heading=_("Show once more that it’s you"),
        asked=before,
        then=_("Press the button, and you go on to that page."),
        button=_("Go on"),
        because=_("You get this because someone who is signed in with your address asked for that page."),
    )


draft = Draft(FORM, _go_on, _errand)
