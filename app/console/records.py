"""One person's record, as somebody at the desk may read it after saying why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import consent, links, people, topics
from app.consent import PACE, PAUSE, ChangeLine, PastChange, Standing
from app.core.database import session
from app.core.desk import RecordLine
from app.core.feature import declared
from app.core.refusals import NotFound
from app.core.signing import BadToken, TokenEnded
from app.people import Look, LookReason, Person
from app.purchases import Order
from app.staff import Permission, SignedIn, may
from app.suppression import Scope, StoredFingerprint, Suppression

CHANGES = 20
ORDERS = 5
# A topic that rests is one she gets: her break or pace holds it back today.
_RESTING = ("paused", "pace")
_BIGGEST = 2**31 - 1


@dataclass(frozen=True)
class Never:
    """Something that is never sent: what, who said so, since when."""

    what: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Orders:
    """How many, the day of the last, and the ends of the newest numbers: enough to ask a caller, no more."""

    count: int
    last_on: date
    ends: list[str]


@dataclass(frozen=True)
class Record:
    """Everything the page shows about one person."""

    person: Person
    look: Look
    gets: dict[str, list[str]]  # channel → titles
    settings: list[str]
    never: list[Never]
    orders: Orders | None
    lines: list[tuple[RecordLine, str]]
    changes: list[tuple[PastChange, ChangeLine]]
    looks: list[Look]


def open_record(number: int, member: SignedIn, reason: LookReason) -> str:
    """Note the look and give the signed right to read on. Raises NotFound. Flushes."""
    person = session().get(Person, number) if number <= _BIGGEST else None
    if person is None:
        raise NotFound(_("That record is not here. It may have been erased."))
    look = people.note_look(person, member.actor, member.role, reason)
    return people.right_to_read(look, member.member_id)


def look_behind(token: str, number: int, member: SignedIn) -> Look | None:
    """The noted look behind that token, or None: missing, run out, another member's, or about somebody else."""
    try:
        said = links.read_proof("look", token).payload
    except (BadToken, TokenEnded):
        return None
    if (said.get("person"), said.get("member")) != (number, member.member_id):
        return None
    return session().get(Look, said["look"])


def record_of(look: Look, role: str) -> Record | None:
    """The record behind a noted look; None when the person was erased meanwhile. Reads only, a fixed number of queries."""
    person = people.person_by_id(look.person_id)
    if person is None:
        return None
    standing = consent.standings([one.address for one in person.destinations[:1]])
    return Record(
        person=person,
        look=look,
        gets=_gets(standing[0]) if standing else {},
        settings=_settings(standing[0]) if standing else [],
        never=_never(person.subject_id),
        orders=_orders(person.id),
        lines=_lines(person.id, role),
        changes=_changes(person),
        looks=people.looks_at(person.id),
    )


def _gets(standing: Standing) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for topic in topics.every_topic():
        decision = consent.decide(standing, topic)
        if topic.is_marketing and topic.is_offered and (decision.allowed or decision.reason in _RESTING):
            found.setdefault(topic.channel, []).append(topic.title)
    return found


def _settings(standing: Standing) -> list[str]:
    """Pace and break, where they are not what everybody has."""
    found = []
    if (pace := standing.state(PACE, "email")) not in (consent.UNSET, "all"):
        found.append(consent.state_word(PACE, pace))
    if (until := standing.state(PAUSE, "email")) not in (consent.UNSET, consent.NO_PAUSE):
        found.append(_("on a break %(until)s", until=consent.pause_word(until)))
    return found


def _never(subject_id: str) -> list[Never]:
    """Active stops of every mark of a subject, one for each thing that is stopped, oldest first, in one query."""
    mark = StoredFingerprint
    mine = (
        select(mark.channel, Suppression.scope, Suppression.topic_slug, Suppression.reason, Suppression.created_at)
        .join(mark, mark.id == Suppression.fingerprint_id)
        .where(mark.subject_id == subject_id, Suppression.lifted_at.is_(None))
        .order_by(Suppression.created_at, Suppression.id)
    )
    rows = session().execute(mine).all()
    titles = {topic.slug: topic.title for topic in topics.every_topic()} if rows else {}
    found: dict[str, Never] = {}
    for channel, scope, slug, reason, at in rows:
        what = _stopped(channel, scope, titles.get(slug, slug))
        found.setdefault(what, Never(what, consent.by_whom(reason), at))
    return list(found.values())


def _stopped(channel: str, scope: str, title: str) -> str:
    words = {
        Scope.TOPIC: title,
        Scope.RECOMMENDATIONS: _("Emails friends ask us to send"),
        Scope.ALL_MARKETING: consent.all_marketing(channel),
        Scope.ALL_CONTACT: _("Everything by email") if channel == "email" else _("Everything by post"),
    }
    return words.get(Scope(scope), title)


def _orders(person_id: int) -> Orders | None:
    newest = (
        select(Order.number, Order.ordered_on, func.count().over())
        .where(Order.person_id == person_id)
        .order_by(Order.ordered_on.desc(), Order.id.desc())
        .limit(ORDERS)
    )
    rows = session().execute(newest).all()
    return Orders(rows[0][2], rows[0][1], [number[-3:] for number, _on, _count in rows]) if rows else None


def _lines(person_id: int, role: str) -> list[tuple[RecordLine, str]]:
    """What other packages say about her."""
    told = ((line, line.find(person_id)) for line in declared().records if may(role, Permission(line.needs)))
    return [(line, words) for line, words in told if words]


def _changes(person: Person) -> list[tuple[PastChange, ChangeLine]]:
    past = consent.past_changes_of(people.subjects_of(person.id), CHANGES)
    said = consent.lines_of((one.changed for one in past), is_customer=person.customer_since is not None)
    return [(one, line) for one, line in zip(past, said, strict=True) if line is not None]
