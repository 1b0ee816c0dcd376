"""The paper half of the page: shared stops, pace of catalogs, what is printed already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from app import consent, paper, people
from app.channels import Place
from app.consent import (
    MARKETING,
    OFF,
    SCOPES,
    Act,
    Change,
    Changed,
    DoneAct,
    Explained,
    SharedStop,
    Written,
    pace_purpose,
    topic_purpose,
)
from app.paper import Coming, PrintRun
from app.people import Person
from app.preferences.rows import TopicRow
from app.topics import Topic

CATALOG_PACES = ("all", "year4", "year1")
ME = SCOPES[0]


@dataclass(frozen=True)
class PaperSide:
    """What the page knows about paper beyond each topic's box. `place` is None where there is no address on file."""

    place: Place | None
    topics: tuple[Topic, ...]
    runs: tuple[PrintRun, ...]
    shared: tuple[SharedStop, ...]
    coming: Coming

    def stop_of(self, slug: str) -> SharedStop | None:
        """The shared stop that reaches a topic; one that can't be lifted first."""
        reach = [stop for stop in self.shared if {MARKETING, topic_purpose(slug)} & {*stop.purposes}]
        return min(reach, key=lambda stop: (not stop.by_order, stop.mine), default=None)


def paper_side(person: Person, topics: Iterable[Topic], today: date) -> PaperSide:
    """Read it: the calendar in one query, shared stops in another."""
    mine = tuple(topic for topic in topics if topic.channel == "post")
    runs = paper.standing_runs(mine, today)
    shared, held = tuple(consent.shared_stops_of(person)), people.postal_address_of(person)
    place = consent.place_of(person, held) if held else None
    return PaperSide(place, mine, tuple(runs), shared, paper.coming(mine, today, runs))


def with_paper(row: TopicRow, side: PaperSide, known: Mapping[tuple[str, str], Explained]) -> TopicRow:
    """A paper topic's row with its pace, what is printed, and what stops it for the whole address."""
    topic = next((one for one in side.topics if one.slug == row.slug), None)
    if topic is None:
        return row
    stop = side.stop_of(row.slug)
    found = known.get((pace_purpose(row.slug), "post"))
    return replace(
        row,
        sending=row.sending and stop is None,
        shared=_for_whom(stop.scope) if stop else "",
        is_catalog=paper.is_catalog(topic),
        pace=found.state if found and found.state in CATALOG_PACES else CATALOG_PACES[0],
        printed=tuple(run for run in side.coming.runs if run.topic_id == topic.id),
    )


def _for_whom(scope: str) -> str:
    words = {
        "household": _("Stopped for your household"),
        "address": _("Stopped for your address, whoever lives there"),
    }
    return words.get(scope) or _("Stopped with the label")


def shared_words(stop: SharedStop, title: str) -> str:
    """A shared stop as a sentence without its day."""
    words = {
        "household": _("%(what)s: stopped for everybody of your last name at your address", what=title),
        "address": _("%(what)s: stopped for your address, whoever lives there", what=title),
    }
    return words.get(stop.scope) or _("%(what)s: stopped with the label of a piece", what=title)


def pace_changes(
    rows: Iterable[TopicRow], shown: Mapping[str, str], sent: Mapping[str, str]
) -> tuple[list[Change], tuple[str, ...]]:
    """A slower pace is always applied, a faster one only on a fresh page. Returns the changes, and the slugs left."""
    changes, left = [], []
    for row in rows:
        wanted = sent.get(row.slug, "")
        if not row.is_catalog or wanted not in CATALOG_PACES or wanted in (row.pace, shown.get(row.slug, row.pace)):
            continue
        slower = CATALOG_PACES.index(wanted) > CATALOG_PACES.index(row.pace)
        if slower or shown.get(row.slug, row.pace) == row.pace:
            changes.append(Change(pace_purpose(row.slug), "post", wanted))
        else:
            left.append(row.slug)
    return changes, tuple(left)


def stop_shared(
    subject_id: str, side: PaperSide, scope: str, changes: Iterable[Change], act: Act
) -> tuple[Changed, ...]:
    """The stops of a save also for her household, or for the address, in the same act. Nothing for her alone. Flushes."""
    stops = [change for change in changes if (change.channel, change.state) == ("post", OFF)]
    circle = next((one for one in SCOPES[1:] if one == scope), None)
    if circle is None or side.place is None or not stops:
        return ()
    return consent.stop_place(side.place, circle, stops, act, person_subject=subject_id).changes


def lift_shared(person: Person, side: PaperSide, scope: str, purpose: str, act: Act) -> Written | None:
    """End a shared stop that she asked for; None where there is none such. Flushes."""
    hers = (one for one in side.shared if one.scope == scope and purpose in one.purposes and one.mine)
    stop = next(hers, None)
    return consent.lift_shared(person, stop, act) if stop else None


def shared_done(person: Person, act_id: str) -> DoneAct | None:
    """What an act of hers did for her address, or None. Nobody reads what was done at an address that is not hers."""
    held = people.postal_address_of(person)
    subjects = (held.household_subject, held.address_subject, held.label_subject) if held else ()
    found = (consent.act_of(act_id, subject) for subject in subjects if subject)
    return next((done for done in found if done is not None), None)
