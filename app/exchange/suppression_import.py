"""Others' stops in: kept for known and unknown addresses alike. Never lifts one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from app import consent, people, suppression
from app.core.csvfiles import Row
from app.core.fingerprints import match_key
from app.exchange.cells import address_in, moment_in, text_in
from app.exchange.columns import Columns
from app.exchange.incoming import Incoming
from app.exchange.people_import import STOPS_KIND
from app.exchange.person_rows import SOURCE_LENGTH, topic_in
from app.exchange.scratch import Scratch
from app.exchange.verdicts import ADDED, UNCHANGED, RowRefused, Verdict
from app.suppression import Scope
from app.topics import Topic

# `scope` and `lifted_at` stand in our own exports, so that one shop's file can be another's start.
COLUMNS = ("email", "scope", "topic", "reason", "stopped_at", "lifted_at")
Stop = tuple[Row, str, consent.Change, consent.Act]


class StopsFile(Incoming[Stop]):
    """One file of stops and how to read it."""

    kind = STOPS_KIND

    def __init__(self, path: Path, zone: ZoneInfo, topics: Mapping[str, Topic]) -> None:
        super().__init__(path, Columns(COLUMNS))
        self.zone, self.topics = zone, topics

    def apply(self, rows: Sequence[Stop], store: Scratch | None) -> list[Verdict]:
        """What the stops change."""
        verdicts = _verdicts(rows, store)
        if store is None and rows:
            _write(rows)
        return verdicts

    def read(self, row: Row) -> Stop:
        """One stop: of a topic, or of everything."""
        email = address_in(row)
        if row.get("lifted_at"):
            raise RowRefused("the person lifted this stop; nothing is to be kept")
        topic = topic_in(row, self.topics) if row.get("topic") else None
        change = consent.Change(topic.purpose, topic.channel, consent.OFF) if topic else _EVERYTHING
        source = text_in(row, "reason", SOURCE_LENGTH) or "suppression import"
        moment = moment_in(row, "stopped_at", self.zone)
        act = consent.Act(method="suppression_import", source=source, actor="import", claimed_at=moment)
        return row, email, change, act


_EVERYTHING = consent.Change(consent.MARKETING, "email", consent.OFF)


def _verdicts(stops: Sequence[Stop], store: Scratch | None) -> list[Verdict]:
    """`added` where it still went on, `unchanged` where it was stopped already."""
    emails = {match_key(email): email for _row, email, _change, _act in stops}
    standings = dict(zip(emails, consent.standings(list(emails.values())), strict=True))
    found, seen = [], set()
    for row, email, change, _act in stops:
        key = f"{match_key(email)} {change.purpose} {change.channel}"
        new = key not in seen and not _is_stopped(standings[match_key(email)], change)
        if store is not None:
            new = store.first_time(key) and new
        seen.add(key)
        what = consent.topic_slug(change.purpose) or "all marketing"
        found.append(Verdict(row.line, email, ADDED if new else UNCHANGED, f"{what} stopped"))
    return found


def _is_stopped(standing: consent.Standing, change: consent.Change) -> bool:
    slug = consent.topic_slug(change.purpose)
    scope = (change.channel, Scope.TOPIC, slug) if slug else (change.channel, Scope.ALL_MARKETING, "")
    off = standing.state(change.purpose, change.channel) == consent.OFF
    return off and (scope in standing.suppressions or change.channel != "email")


def _write(stops: Sequence[Stop]) -> None:
    """Each address keeps its stop under its mark, whoever it belongs to, and the address itself for the mail platform."""
    known = people.people_by_addresses(email for _row, email, _change, _act in stops)
    subjects = {key: person.subject_id for key, person in known.items()}
    marks = suppression.marks_for((email for _row, email, _change, _act in stops), subjects)
    subjects = {key: mark.subject_id for key, mark in marks.items()} | subjects
    consent.bring(
        [consent.Brought(subjects[match_key(email)], change, act, email) for _row, email, change, act in stops]
    )
