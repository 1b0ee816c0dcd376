"""The mails of an e-mail change: to the new mailbox before it, to the old one after it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app import links
from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import mask
from app.core.messages import Letter
from app.identity import email_change, email_revert
from app.identity.asking import is_silent
from app.identity.models import EmailChange

CONFIRM_PATH, REVERT_PATH = "/email/", "/email/back/"


def compose_asked(reference: str) -> Letter | None:
    """The link for the new mailbox, which lives from now. None when the change was made, replaced, cancelled or forgotten."""
    change = email_change.find_change(reference)
    if change is None or change.confirmed_at or change.replaced_at or change.cancelled_at or change.needs_merge_at:
        return None
    address = email_change.opened(change).new
    if is_silent(address):
        return None
    change.ends_at = clock.now() + links.EMAIL_CHANGE
    session().flush()
    token = links.prove(email_change.KIND, {"change": change.id})
    hours = int(links.EMAIL_CHANGE.total_seconds()) // 3600
    link = settings.current().public_url + CONFIRM_PATH + token
    return Letter(address, {"link": link, "hours": hours, "until": change.ends_at})


def compose_changed(reference: str) -> Letter | None:
    """What the address she left is told, with the way back; after the way back was taken, the other one, without."""
    change = email_change.find_change(reference)
    if change is None or change.confirmed_at is None or (change.reverted_at and not change.takes_back):
        return None
    asked = email_change.opened(change)
    link = None
    if not change.takes_back:
        token = links.prove(email_revert.KIND, {"change": change.id})
        link = settings.current().public_url + REVERT_PATH + token
    context = {
        "masked": mask(asked.new),
        "at": change.confirmed_at,
        "link": link,
        "days": links.EMAIL_REVERT.days,
        "until": change.confirmed_at + links.EMAIL_REVERT,
        "home": settings.current().public_url + "/",
    }
    return Letter(asked.old, context)


def new_of(references: Collection[str]) -> dict[str, str]:
    """Change → the new address, for the desk, which masks it."""
    return {asked.change.id: asked.new for asked in _opened(references)}


def old_of(references: Collection[str]) -> dict[str, str]:
    """Change → the address she left, for the desk, which masks it."""
    return {asked.change.id: asked.old for asked in _opened(references)}


def _opened(references: Collection[str]) -> list[email_change.Asked]:
    found = session().scalars(select(EmailChange).where(EmailChange.id.in_(references)))
    return [email_change.opened(change) for change in found]
