"""What the page says about paper mail, and about what she will get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, url_for
from flask_babel import gettext as _

from app import consent, paper
from app.consent import ChangeLine, DoneAct
from app.preferences.expected import Expected, expected, in_words, rewound, side_before
from app.preferences.paper_side import shared_done, shared_words
from app.preferences.standing import Choices, today


def now_expected(choices: Choices) -> Expected:
    """What she will get as things stand."""
    return expected(choices.standing, choices.topics, choices.paper, today())


@dataclass(frozen=True)
class SharedLine:
    """A stop of her whole household or address, or of a label, and whether she may end it."""

    words: str
    at: datetime
    scope: str
    purpose: str
    mine: bool
    by_order: bool


def shared_lines(choices: Choices) -> list[SharedLine]:
    """What holds at her address beyond her own choices."""
    titles = {topic.purpose: topic.title for topic in choices.paper.topics}
    return [
        SharedLine(
            shared_words(stop, ", ".join(titles.get(one) or consent.all_marketing("post") for one in stop.purposes)),
            stop.since,
            stop.scope,
            stop.purposes[0],
            stop.mine,
            stop.by_order,
        )
        for stop in choices.paper.shared
    ]


def profile_url() -> str | None:
    """Her profile, where the site has one."""
    found = (rule.endpoint for rule in current_app.url_map.iter_rules() if rule.rule == "/profile")
    endpoint = next(found, None)
    return url_for(endpoint) if endpoint else None


def done_by(choices: Choices, subject_id: str, act_id: str) -> DoneAct | None:
    """What an act of hers did, also for her address."""
    own, shared = consent.act_of(act_id, subject_id), shared_done(choices.person, act_id)
    if own is None or shared is None:
        return own or shared
    return DoneAct(own.at, own.changes + shared.changes)


def forecast_line(choices: Choices, done: DoneAct) -> ChangeLine | None:
    """What she will get, before → after; None where the numbers stay."""
    standing = rewound(choices.standing, reversed(done.changes))  # her own last: what her address did is not hers
    before = expected(standing, choices.topics, side_before(choices.paper, done.at), today())
    old, new = in_words(before), in_words(now_expected(choices))
    return ChangeLine(_("What you will get"), old, new) if old != new else None


def last_on(choices: Choices, done: DoneAct) -> date | None:
    """Until when something may come of what an act stopped on paper; None: nothing of it is on its way."""
    stopped = {change.purpose for change in done.changes if (change.channel, change.new) == ("post", consent.OFF)}
    topics = [topic for topic in choices.paper.topics if {topic.purpose, consent.MARKETING} & stopped]
    return paper.coming(topics, today(), choices.paper.runs).last_on if topics else None
