"""What the desk's pages of mail show: counts, three lists a page at a time, one message with its tries. Named queries.

No list composes a mail. To whom one goes is asked of its kind, once a kind and page; who cannot tell shows a dash.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum, unique
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.database import UtcTime, session
from app.core.fingerprints import mask
from app.core.messages import MessageKind
from app.outbox import tending
from app.outbox.desk_words import kind_in_words, outcome_in_words, reply_in_words
from app.outbox.models import Attempt, Message
from app.outbox.outcomes import Outcome
from app.outbox.setting_aside import in_words
from app.outbox.stuck import GRACE, IN_LINE
from app.outbox.tending import Move

log = logging.getLogger("sayso.outbox")

PAGE = 50
DAYS = 7
TRIES = 50
# Ends that staff may want to know of. A mail that had nothing to say, or met a stop, ended as it should.
BAD_ENDS = (
    Outcome.REFUSED_BY_SERVER, Outcome.GAVE_UP, Outcome.EXPIRED, Outcome.UNKNOWN, Outcome.CANNOT_COMPOSE, Outcome.DROPPED,
)  # fmt: skip
_KEY = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
Key = tuple[datetime, int]


@unique
class Tab(StrEnum):
    """The lists, in the order of their tabs."""

    ASIDE = "aside"
    WAITING = "waiting"
    ENDED = "ended"


@dataclass(frozen=True)
class Line:
    """One message in a list."""

    message: Message
    kind: str
    to: str  # masked; empty where its kind cannot tell
    reply: str
    state: str
    why: str
    is_late: bool
    moves: frozenset[Move]


@dataclass(frozen=True)
class Counts:
    """How many stand behind each tab and filter."""

    aside: int
    waiting: int
    late: int
    handed_over: int
    ended: dict[str, int]  # outcome → how many in DAYS days
    reasons: list[tuple[str, int]]  # why → how many are set aside for it


@dataclass(frozen=True)
class Listed:
    """One page of a list. `after`: where the next goes on, or None."""

    lines: list[Line]
    after: str | None


@dataclass(frozen=True)
class Try:
    """One try to hand a message over, in words."""

    at: datetime
    outcome: str
    reply: str


_ASIDE = (Message.done_at.is_(None), Message.set_aside_at.is_not(None))


def counts() -> Counts:
    """Three queries, whatever there is."""
    reason = select(Message.set_aside_why, func.count()).where(*_ASIDE).group_by(Message.set_aside_why)
    reasons = [(why or "", count) for why, count in session().execute(reason.order_by(func.count().desc()))]
    late = func.count().filter(_late())
    waiting, late_ones = session().execute(select(func.count(), late).where(*IN_LINE)).one()
    since = clock.now() - timedelta(days=DAYS)
    ended = select(Message.outcome, func.count()).where(Message.done_at >= since).group_by(Message.outcome)
    ends = {outcome or "": count for outcome, count in session().execute(ended)}
    bad = {outcome.value: ends[outcome] for outcome in BAD_ENDS if outcome in ends}
    aside = sum(count for _why, count in reasons)
    return Counts(aside, waiting, late_ones, ends.get(Outcome.HANDED_OVER, 0), bad, reasons)


def listed(tab: Tab, narrowed: str, after: str | None) -> Listed:
    """A page of a list: the waiting ones oldest first, the others newest first. `narrowed`: a reason, "late", an outcome."""
    column, where, oldest_first = _list(tab, narrowed)
    last = select(func.max(Attempt.id)).where(Attempt.message_id == Message.id).correlate(Message).scalar_subquery()
    order = (column.asc(), Message.id.asc()) if oldest_first else (column.desc(), Message.id.desc())
    statement = select(Message, Attempt).outerjoin(Attempt, Attempt.id == last).where(*where).order_by(*order)
    if key := _key(after):
        statement = statement.where(_beyond(column, key, oldest_first))
    rows = session().execute(statement.limit(PAGE + 1)).all()
    more = _key_of(rows[PAGE - 1][0], column) if len(rows) > PAGE else None
    return Listed(_lines([(message, attempt) for message, attempt in rows[:PAGE]]), more)


def one(number: int) -> tuple[Line, list[Try]]:
    """A message and its newest tries, newest first. Raises NotFound."""
    message = tending.find(number)
    tries = select(Attempt).where(Attempt.message_id == number).order_by(Attempt.id.desc()).limit(TRIES)
    found = list(session().scalars(tries))
    said = [
        Try(each.at, outcome_in_words(each.outcome), reply_in_words(each.reply_code, each.outcome)) for each in found
    ]
    return _lines([(message, found[0] if found else None)])[0], said


def _list(tab: Tab, narrowed: str) -> tuple[InstrumentedAttribute[Any], tuple[ColumnElement[bool], ...], bool]:
    """The column that orders it, what is in it, whether the oldest come first."""
    if tab == Tab.ASIDE:
        return Message.set_aside_at, (*_ASIDE, *([Message.set_aside_why == narrowed] if narrowed else [])), False
    if tab == Tab.WAITING:
        return Message.created_at, (*IN_LINE, *([_late()] if narrowed else [])), True
    ends = (narrowed,) if narrowed else BAD_ENDS
    since = clock.now() - timedelta(days=DAYS)
    return Message.done_at, (Message.done_at >= since, Message.outcome.in_(ends)), False


def _late() -> ColumnElement[bool]:
    """It should have left: it is due and was not taken, or was tried in vain."""
    return or_(Message.due_at <= clock.now() - GRACE, Message.tries > 0)


def _lines(rows: list[tuple[Message, Attempt | None]]) -> list[Line]:
    known = tending.kinds()
    addresses = _addresses([message for message, _attempt in rows], known)
    return [
        _line(message, attempt, known, addresses.get((message.kind, message.reference), ""))
        for message, attempt in rows
    ]


def _line(message: Message, attempt: Attempt | None, known: dict[str, MessageKind], to: str) -> Line:
    is_late = message.done_at is None and (message.tries > 0 or message.due_at <= clock.now() - GRACE)
    return Line(
        message,
        kind_in_words(message.kind, known.get(message.kind)),
        mask(to) if to else "",
        reply_in_words(attempt.reply_code, attempt.outcome) if attempt else "–",
        outcome_in_words(message.outcome),
        in_words(message.set_aside_why),
        is_late,
        tending.moves(message, known),
    )


def _addresses(messages: Iterable[Message], known: dict[str, MessageKind]) -> dict[tuple[str, str], str]:
    references: dict[str, list[str]] = defaultdict(list)
    for message in messages:
        references[message.kind].append(message.reference)
    return {
        (name, reference): to
        for name, kind in known.items()
        for reference, to in _told(kind, references.get(name, [])).items()
    }


def _told(kind: MessageKind, references: list[str]) -> Mapping[str, str]:
    if kind.to is None or not references:
        return {}
    try:
        return kind.to(references)
    except (
        LookupError,
        ValueError,
    ) as error:  # what broke its mail may break this too, and the page is there to say so
        log.warning("to whom messages of the kind %s go could not be told: %s", kind.name, type(error).__name__)
        return {}


def _key(text: str | None) -> Key | None:
    """Where a list goes on, from an address line; None for anything else."""
    found = _KEY.fullmatch(text or "")
    if found is None:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(found[1])), int(found[2])


def _key_of(message: Message, column: InstrumentedAttribute[Any]) -> str:
    moment: datetime = getattr(message, column.key)
    return f"{(moment - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)}-{message.id}"


def _beyond(column: InstrumentedAttribute[Any], key: Key, oldest_first: bool) -> ColumnElement[bool]:
    moment, number = literal(key[0], UtcTime()), key[1]
    further, later = (column > moment, Message.id > number) if oldest_first else (column < moment, Message.id < number)
    return or_(further, and_(column == moment, later))
