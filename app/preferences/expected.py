"""The forecast on the page: what she will get as things stand, or as they stood before an act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app import paper
from app.consent import MARKETING, NO_PAUSE, OFF, PACE, PAUSE, Changed, Standing, pace_purpose, pause_word, topic_slug
from app.paper import EmailTopic, Forecast, PaperTopic
from app.preferences.paper_side import CATALOG_PACES, PaperSide
from app.preferences.rows import is_sending
from app.suppression import Scope
from app.topics import Topic


@dataclass(frozen=True)
class Expected:
    """What will come, and until when a break holds email back; `after`: what comes once it is over."""

    now: Forecast
    after: Forecast
    pause_until: date | None


def expected(standing: Standing, topics: Iterable[Topic], side: PaperSide, today: date) -> Expected:
    """Add up what is on for her. Without an address no paper comes; a shared stop stops it too."""
    every = list(topics)
    emails = [EmailTopic(is_sending(standing, topic), topic.a_month) for topic in every if topic.channel == "email"]
    papers = [_paper(standing, topic, side) for topic in side.topics]
    pace = standing.state(PACE, "email")
    pace = pace if pace in paper.EMAILS_A_MONTH else "all"
    until = _pause(standing, today)
    after = paper.forecast(emails, papers, today, pace)
    return Expected(paper.forecast(emails, papers, today, pace, on_a_break=until is not None), after, until)


def _paper(standing: Standing, topic: Topic, side: PaperSide) -> PaperTopic:
    is_on = is_sending(standing, topic) and side.place is not None and side.stop_of(topic.slug) is None
    pace = standing.state(pace_purpose(topic.slug), "post")
    pulled = tuple(run.list_pulled_on for run in side.runs if run.topic_id == topic.id)
    catalog = paper.is_catalog(topic)
    return PaperTopic(is_on, topic.a_year, catalog, pace if pace in CATALOG_PACES else "all", pulled)


def _pause(standing: Standing, today: date) -> date | None:
    state = standing.state(PAUSE, "email")
    if state in ("unset", NO_PAUSE):
        return None
    until = date.fromisoformat(state)
    return until if until > today else None


def rewound(standing: Standing, changes: Iterable[Changed]) -> Standing:
    """How it stood before these changes of hers."""
    states, stops = dict(standing.states), set(standing.suppressions)
    for change in changes:
        states[(change.purpose, change.channel)] = change.old
        slug = topic_slug(change.purpose)
        if change.purpose != MARKETING and slug is None:
            continue
        stop = (change.channel, str(Scope.TOPIC if slug else Scope.ALL_MARKETING), slug or "")
        stops.discard(stop)
        if change.old == OFF:
            stops.add(stop)
    return replace(standing, states=states, suppressions=stops)


def side_before(side: PaperSide, moment: datetime) -> PaperSide:
    """Without the shared stops made then or since."""
    return replace(side, shared=tuple(stop for stop in side.shared if stop.since < moment))


def in_words(found: Expected) -> str:
    """ "about 4 mails a month and 2 catalogs a year"."""
    parts = [_emails(found), *_paper_words(found.now)]
    if not any(parts):
        return _("no marketing mail")
    return _joined([part for part in parts if part])


def _emails(found: Expected) -> str:
    if found.pause_until is None:
        return _a_month(found.now)
    after = _a_month(found.after)
    return (
        _("no email %(until)s, then %(after)s", until=pause_word(found.pause_until.isoformat()), after=after)
        if after
        else ""
    )


def _a_month(one: Forecast) -> str:
    if one.rarely:
        return _("less than 1 mail a month")
    return ngettext("about %(num)s mail a month", "about %(num)s mails a month", one.emails) if one.emails else ""


def _paper_words(one: Forecast) -> list[str]:
    found = []
    if one.catalogs:
        found.append(ngettext("%(num)s catalog a year", "%(num)s catalogs a year", one.catalogs))
    if one.other_paper:
        found.append(ngettext("%(num)s card or flyer a year", "%(num)s cards and flyers a year", one.other_paper))
    return found


def _joined(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _("%(some)s and %(last)s", some=", ".join(parts[:-1]), last=parts[-1])
