"""How much was stopped and changed, in counts: for the desk's overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.consent.acts import MARKETING, METHODS, NO_PAUSE, OFF, ON, PACE, PAUSE, UNSET, topic_slug
from app.consent.models import ConsentEntry
from app.core.database import session
from app.core.desk import Figure
from app.topics import every_topic

# What people do, herself or somebody for her. Files and erasures are no answer to a mailing.
BY_PEOPLE = (*(one.name for one in METHODS if one.personal and one.name != "undo"), "typed_address")
_ON_A_BREAK = "break"
_WAYS = 3

_entry = ConsentEntry
_acts = func.count(_entry.act_id.distinct())
_is_stop = and_(_entry.state == OFF, or_(_entry.purpose == MARKETING, _entry.purpose.startswith("topic:")))
_is_break = and_(_entry.purpose == PAUSE, _entry.state.not_in((NO_PAUSE, UNSET)))
_is_fewer = or_(and_(_entry.purpose == PACE, _entry.state.in_(("week", "month"))), _is_break)


@dataclass(frozen=True)
class Week:
    """Seven days from `begins` on: acts that stopped something, and acts that chose fewer or a break."""

    begins: datetime
    stops: int
    fewer: int


def by_week(begins: Sequence[datetime]) -> list[Week]:
    """Stops and smaller offers taken, of the weeks that begin at these moments (rising), in one query."""
    week = case(*((_entry.at < end, number) for number, end in enumerate(begins[1:])), else_=len(begins) - 1)
    what = case((_is_stop, "stop"), else_="fewer")
    mine = select(week, what, _acts).where(*_by_people(begins[0]), or_(_is_stop, _is_fewer)).group_by(week, what)
    found = {(number, name): count for number, name, count in session().execute(mine)}
    return [Week(at, found.get((n, "stop"), 0), found.get((n, "fewer"), 0)) for n, at in enumerate(begins)]


def what_changed(since: datetime, most: int = 6) -> list[tuple[str, int]]:
    """The most frequent changes since then in words, with how often, in one query beside the topics."""
    state = case((_is_break, _ON_A_BREAK), else_=_entry.state)
    kinds = select(_entry.purpose, _entry.channel, state, _acts).where(*_by_people(since))
    rows = session().execute(kinds.group_by(_entry.purpose, _entry.channel, state)).all()
    titles = {topic.slug: topic.title for topic in every_topic()} if rows else {}
    told = [(_in_words(titles, purpose, channel, what), count) for purpose, channel, what, count in rows]
    return sorted(((words, count) for words, count in told if words), key=lambda one: (-one[1], one[0]))[:most]


def stops(since: datetime) -> Figure:
    """How many acts stopped something, and by which ways most."""
    ways = select(_entry.method, _acts).where(*_by_people(since), _is_stop).group_by(_entry.method)
    found = sorted(((count, method) for method, count in session().execute(ways)), reverse=True)
    told = [_("%(count)s %(way)s", count=count, way=_way(method)) for count, method in found[:_WAYS]]
    return Figure(_("Stops"), sum(count for count, _method in found), ", ".join(told))


def changes(since: datetime) -> Figure:
    """How often somebody saved her choices, and how many people that were."""
    saved = select(_acts, func.count(_entry.subject_id.distinct())).where(
        _entry.at >= since, _entry.method == "preference_page"
    )
    count, people = session().execute(saved).one()
    return Figure(
        _("Saved choices"), count, ngettext("By %(num)s person", "By %(num)s people", people) if count else ""
    )


def _by_people(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return _entry.at >= since, _entry.method.in_(BY_PEOPLE)


def _way(method: str) -> str:
    ways = {
        "agent": _("by an agent"),
        "complaint": _("by a complaint"),
        "letter": _("by letter"),
        "link_page": _("by a link in mail"),
        "mail": _("written in a mail"),
        "mailto": _("by mail"),
        "one_click": _("by one click"),
        "phone": _("by phone"),
        "preference_page": _("on the choices page"),
        "typed_address": _("by typed address"),
    }
    return ways.get(method, method)


def _in_words(titles: dict[str, str], purpose: str, channel: str, state: str) -> str:
    slug = topic_slug(purpose)
    if slug is not None:
        title = titles.get(slug, slug)
        return {ON: _("Turned on %(title)s", title=title), OFF: _("Stopped %(title)s", title=title)}.get(state, "")
    everything = _("Stopped all email") if channel == "email" else _("Stopped all paper mail")
    words = {
        (MARKETING, OFF): everything,
        (MARKETING, ON): _("Brought everything back"),
        (PAUSE, _ON_A_BREAK): _("Took a break"),
        (PACE, "week"): _("Chose one a week"),
        (PACE, "month"): _("Chose one a month"),
    }
    return words.get((purpose, state), "")
