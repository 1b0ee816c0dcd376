"""What was just changed about a topic, read back from the trail, and its undo: once, within its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit, links, topics
from app.audit import Noted
from app.core import clock
from app.core.refusals import NotFound
from app.topics import Topic

LABELS = {
    "a_month": _l("About how many a month"),
    "a_year": _l("About how many a year"),
    "animal": _l("Animal it is about"),
    "channel": _l("Sent by"),
    "default": _l("Who gets it without asking"),
    "description": _l("What it is"),
    "hidden_at": _l("On shoppers’ pages"),
    "how_often": _l("How often"),
    "kind": _l("Kind"),
    "position": _l("Place"),
    "retired_at": _l("In use"),
    "slug": _l("Short name"),
    "title": _l("Name"),
}
VALUES = {
    "email": _l("email"),
    "marketing": _l("marketing"),
    "off": _l("nobody"),
    "on_for_customers": _l("customers"),
    "post": _l("paper mail"),
    "service": _l("service"),
    **topics.ANIMALS,
}
_LASTING = ("topics.create", "topics.undo")


@dataclass(frozen=True)
class Change:
    """One value in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Done:
    """What was just done to a topic: title, changes, and the ticket that takes it back."""

    act: str
    title: str
    at: datetime
    changes: list[Change]
    ticket: str | None
    undo_until: datetime | None


def done(note_id: str, actor: str) -> Done | None:
    """The act behind a note of this actor, while its undo still works. Anybody else's, or an older one: None."""
    number = int(note_id) if note_id.isascii() and note_id.isdigit() and len(note_id) < 19 else 0
    note = audit.note_by_id(number, actor)
    if note is None or not note.act.startswith("topics.") or clock.now() >= note.at + links.UNDO:
        return None
    topic = next((one for one in topics.every_topic() if one.slug == note.about), None)
    if topic is None:
        return None
    changes = [
        Change(str(LABELS.get(name, name)), _word(name, old), _word(name, new)) for name, old, new in note.values
    ]
    ticket = None if note.act in _LASTING else _ticket(topic, note)
    return Done(note.act, topic.title, note.at, changes, ticket, note.at + links.UNDO if ticket else None)


def undo(ticket: str, actor: str) -> tuple[int, int | None]:
    """Take back what the ticket names. Returns the topic's number and the note. Flushes.

    Raises BadToken, TokenEnded, AlreadyUsed, NotFound for another kind of ticket, ChangedMeanwhile.
    """
    proof = links.read_proof("undo", ticket)
    if "topic" not in proof.payload or proof.payload.get("actor") != actor:
        raise NotFound(_("There is nothing of yours to undo here."))
    links.use(proof)
    said: dict[str, Any] = proof.payload
    return said["topic"], topics.undo_change(said["topic"], said["old"], said["new"], actor)


def _ticket(topic: Topic, note: Noted) -> str:
    """The same each time the page is drawn, so that one act is undone once."""
    old = {name: before for name, before, _after in note.values}
    new = {name: after for name, _before, after in note.values}
    return links.prove("undo", {"topic": topic.id, "actor": note.actor, "old": old, "new": new}, f"topics-{note.id}")


def _word(name: str, text: str | None) -> str:
    if name in ("hidden_at", "retired_at"):
        return _("yes") if text is None else _("no")
    if not text:
        return _("nothing")
    return str(VALUES.get(text, text))
