"""Editing topics at the desk: their words, place and whether they are offered. Never their slug, channel or kind; never gone.

What changed stands in the audit trail, old → new, in the text form in which an undo writes it back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import audit
from app.core import chain, clock
from app.core.database import insert, session, table
from app.core.refusals import NotFound, Refusal
from app.topics.models import Topic

FIXED = ("slug", "channel", "kind")
WORDS = ("title", "description", "how_often", "a_month", "a_year", "animal", "default")
_TIMES = ("hidden_at", "retired_at")
Texts = Mapping[str, str | None]


class SlugTaken(Refusal):
    """Another topic has that slug, perhaps a retired one: slugs are never given twice."""

    status = 409


class ChangedMeanwhile(Refusal):
    """Somebody else changed the topic after the page was drawn."""

    status = 409


def topic_by_id(number: int) -> Topic:
    """The topic of that number. Raises NotFound."""
    found = session().get(Topic, number)
    if found is None:
        raise NotFound(_("There is no such topic."))
    return found


def version_of(topic: Topic) -> str:
    """A short mark of all that may change about a topic, its place apart. A form carries it, signed."""
    values = {name: _text(topic, name) for name in (*WORDS, *_TIMES)}
    return hashlib.sha256(chain.canonical(values)).hexdigest()[:24]


def create_topic(fixed: Mapping[str, str], words: Texts, actor: str) -> int:
    """A new topic at the end of the list; `fixed` holds FIXED. Returns its audit note. Raises SlugTaken. Flushes."""
    last = select(func.coalesce(func.max(Topic.position), 0) + 1).scalar_subquery()
    values = {**fixed, **{name: _value(name, words[name]) for name in WORDS}, "position": last}
    made = insert(table(Topic)).values(values).on_conflict_do_nothing().returning(table(Topic).c.id)
    if session().execute(made).first() is None:
        raise SlugTaken(_("Another topic has this short name. Short names are never given twice."))
    told = {name: (None, text) for name, text in (*fixed.items(), *words.items())}
    return audit.note(actor, "topics.create", about=fixed["slug"], values=told).id


def change_topic(number: int, version: str, words: Texts, actor: str) -> int | None:
    """Write new words. Returns the audit note, None where nothing differs. Raises NotFound, ChangedMeanwhile. Flushes."""
    return _change(_locked(number, version), words, "topics.edit", actor)


def hide_topic(number: int, version: str, actor: str, *, hidden: bool) -> int | None:
    """Take it off the shoppers' pages, or show it there again. It goes on being sent. As `change_topic`."""
    topic = _locked(number, version)
    return _change(topic, _since(topic, "hidden_at", hidden), "topics.hide" if hidden else "topics.show", actor)


def retire_topic(number: int, version: str, actor: str, *, retired: bool) -> int | None:
    """Nothing of it may be sent any more, or it comes back. Its links stop what they name for ever. As `change_topic`."""
    topic = _locked(number, version)
    act = "topics.retire" if retired else "topics.bring-back"
    return _change(topic, _since(topic, "retired_at", retired), act, actor)


def move_topic(number: int, actor: str, *, up: bool) -> int | None:
    """One place up or down. Returns the audit note; None where it stands at that end already. Flushes."""
    rows = _in_order()
    place = next((at for at, topic in enumerate(rows) if topic.id == number), None)
    if place is None:
        raise NotFound(_("There is no such topic."))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return None
    return _swap(rows[place], rows[other], "topics.move", actor)


def undo_change(number: int, old: Texts, new: Texts, actor: str) -> int | None:
    """Write old values back where the new ones still stand. Raises NotFound, ChangedMeanwhile. Flushes."""
    topic = next((one for one in _in_order() if one.id == number), None)
    if topic is None:
        raise NotFound(_("There is no such topic."))
    if any(_text(topic, name) != text for name, text in new.items()):
        raise ChangedMeanwhile(_("The topic was changed again since. Open it and change it by hand."))
    if "position" in old:
        there = next((one for one in _in_order() if _text(one, "position") == old["position"]), topic)
        return _swap(topic, there, "topics.undo", actor)
    return _change(topic, old, "topics.undo", actor)


def _locked(number: int, version: str) -> Topic:
    topic = (
        session()
        .scalars(select(Topic).where(Topic.id == number).with_for_update().execution_options(populate_existing=True))
        .first()
    )
    if topic is None:
        raise NotFound(_("There is no such topic."))
    if version_of(topic) != version:
        raise ChangedMeanwhile(_("Somebody changed this topic after you opened it. Nothing of yours was saved."))
    return topic


def _in_order() -> list[Topic]:
    """Every topic, locked, with a place of its own."""
    locked = select(Topic).order_by(Topic.id).with_for_update().execution_options(populate_existing=True)
    rows = sorted(session().scalars(locked), key=lambda topic: (topic.position, topic.id))
    if len({topic.position for topic in rows}) < len(rows):
        for position, topic in enumerate(rows, start=1):
            topic.position = position
    return rows


def _swap(one: Topic, other: Topic, act: str, actor: str) -> int:
    before = one.position
    one.position, other.position = other.position, one.position
    session().flush()
    values = {"position": (str(before), str(one.position))}
    return audit.note(actor, act, about=one.slug, values=values).id


def _change(topic: Topic, texts: Texts, act: str, actor: str) -> int | None:
    told = {name: (_text(topic, name), text) for name, text in texts.items() if _text(topic, name) != text}
    for name, (_old, new) in told.items():
        setattr(topic, name, _value(name, new))
    session().flush()
    return audit.note(actor, act, about=topic.slug, values=told).id if told else None


def _since(topic: Topic, name: str, is_so: bool) -> dict[str, str | None]:
    """Since now, or not any more; as it was where it is so already."""
    before = _text(topic, name)
    return {name: (before or clock.now().isoformat()) if is_so else None}


def _text(topic: Topic, name: str) -> str | None:
    value = getattr(topic, name)
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _value(name: str, text: str | None) -> Any:
    if text is None:
        return None
    if name in _TIMES:
        return datetime.fromisoformat(text)
    return int(text) if name in ("a_month", "a_year", "position") else text
