"""Saving: from what the page showed and what came back to what changes.

A stale page's stops are applied. A turn-on is applied only if nothing about that topic changed since the page was drawn;
each one that was not is named, with a button.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from app import consent, links
from app.consent import (
    ANY_CHANNEL,
    MARKETING,
    MEASUREMENT,
    NO_PAUSE,
    OFF,
    ON,
    PACE,
    PAUSE,
    PREFERRED_CHANNEL,
    SCOPES,
    Act,
    Change,
    Written,
    pace_purpose,
    topic_purpose,
)
from app.core import clock, settings
from app.core.chain import Scalar
from app.preferences.paper_side import CATALOG_PACES, ME, pace_changes, stop_shared
from app.preferences.rows import TopicRow
from app.preferences.standing import BREAKS, CHANNELS, PACES, Choices
from app.suppression import marks_of_address

SHOWN = "shown"


@dataclass(frozen=True)
class Submitted:
    """What came back from the form. A value that is not on the page counts as untouched."""

    topics: frozenset[str]
    pace: str
    pause: str
    preferred_channel: str
    measurement: str
    paces: dict[str, str] = field(default_factory=dict)  # slug of a catalog → its pace
    scope: str = ME  # for whom paper stops


@dataclass(frozen=True)
class Saved:
    """What a save did: the act, and topics it could not turn on because the page was older."""

    written: Written
    not_applied: tuple[str, ...]


def snapshot(subject_id: str, choices: Choices) -> str:
    """What the page shows, signed, to travel in the form: whose, which boxes, on what state."""
    return links.prove(SHOWN, shown_payload(subject_id, choices))


def shown_payload(subject_id: str, choices: Choices) -> dict[str, Any]:
    """The snapshot before signing. Holds no address and no name."""
    return {
        "subject": subject_id,
        "topics": {row.slug: [int(row.sending), row.seq] for row in choices.rows},
        "pace": choices.pace,
        "pause": choices.pause_until.isoformat() if choices.pause_until else NO_PAUSE,
        "preferred_channel": choices.preferred_channel,
        "measurement": choices.measurement,
        "paces": {row.slug: row.pace for row in choices.rows if row.is_catalog},
    }


def save(subject_id: str, choices: Choices, shown: dict[str, Any], sent: Submitted, seen: dict[str, Scalar]) -> Saved:
    """Apply what was changed on the page. Flushes; the entry point commits."""
    topics, not_applied = _topic_changes(choices, shown["topics"], sent)
    others, left = _other_changes(choices, shown, sent)
    paces, late = pace_changes(choices.rows, shown.get("paces", {}), sent.paces)
    changes = [*topics, *others, *paces]
    act = Act(method="preference_page", source="preferences", wording=_wording(choices, changes), evidence=seen)
    written = consent.choose(subject_id, changes, act, marks_of_address(choices.address), choices.address)
    shared = stop_shared(subject_id, choices.paper, sent.scope, topics, act)
    kept = tuple(f"{PACE}:{slug}" for slug in late)
    return Saved(Written(act.act_id, written.changes + shared), not_applied + left + kept)


def _topic_changes(choices: Choices, shown: dict[str, Any], sent: Submitted) -> tuple[list[Change], tuple[str, ...]]:
    stops: list[TopicRow] = []
    starts: list[TopicRow] = []
    refused: list[str] = []
    for row in choices.rows:
        was_sending, seq = shown.get(row.slug, (int(row.sending), row.seq))
        wanted = row.slug in sent.topics
        if wanted == bool(was_sending):
            continue
        if not wanted:
            stops.append(row)
        elif not row.sending and seq == row.seq:
            starts.append(row)
        elif not row.sending:
            refused.append(row.slug)
    return [*_off(stops), *turn_on(choices, starts)], tuple(refused)


def _off(rows: Iterable[TopicRow]) -> list[Change]:
    return [Change(topic_purpose(row.slug), row.channel, OFF) for row in rows]


def turn_on(choices: Choices, rows: Iterable[TopicRow]) -> list[Change]:
    """Changes that turn these topics on. Where all of a channel was stopped, only these come back: the page showed the
    others as not sending, and she did not tick them."""
    wanted = list(rows)
    changes = [Change(topic_purpose(row.slug), row.channel, ON) for row in wanted]
    slugs = {row.slug for row in wanted}
    for channel in {row.channel for row in wanted} & choices.stopped.keys():
        others = (row for row in choices.of(channel) if row.slug not in slugs and row.state != OFF)
        changes += [Change(MARKETING, channel, ON), *_off(others)]
    return changes


_SETTINGS = {
    "pace": (PACE, "email"),
    "pause": (PAUSE, "email"),
    "preferred_channel": (PREFERRED_CHANNEL, ANY_CHANNEL),
    "measurement": (MEASUREMENT, ANY_CHANNEL),
}


def setting_words() -> dict[str, str]:
    """The question beside each setting, as the page asks it."""
    return {
        "pace": _("Email pace"),
        "pause": _("Take a break"),
        "preferred_channel": _("When a mailing comes both ways, which one do you want?"),
        "measurement": _("May we count the links you click in our emails?"),
    }


def _other_changes(choices: Choices, shown: dict[str, Any], sent: Submitted) -> tuple[list[Change], tuple[str, ...]]:
    """Pace, break, channel and measurement: what holds back more is always applied, the rest only on a fresh page.

    Returns the changes, and the names of those an older page could not make.
    """
    pause = choices.pause_until.isoformat() if choices.pause_until else NO_PAUSE
    changes, left = [], []
    for name, purpose in _SETTINGS.items():
        now = pause if name == "pause" else getattr(choices, name)
        wanted = getattr(sent, name)
        if wanted in ("", shown[name], now):
            continue
        if now == shown[name] or _holds_back(name, now, wanted):
            changes.append(Change(*purpose, wanted))
        else:
            left.append(name)
    return changes, tuple(left)


def _holds_back(name: str, now: str, wanted: str) -> bool:
    if name == "pace":
        return PACES.index(wanted) > PACES.index(now)
    if name == "pause":
        return wanted != NO_PAUSE and (now == NO_PAUSE or wanted > now)
    return name == "measurement" and wanted == OFF


def submitted(form: Any) -> Submitted:
    """The posted form as a value; what is not a choice of the page is left out."""
    return Submitted(
        topics=frozenset(form.getlist("topic")),
        pace=_one_of(form.get("pace", ""), PACES),
        pause=_pause(form.get("pause", "")),
        preferred_channel=_one_of(form.get("preferred_channel", ""), CHANNELS),
        measurement=_one_of(form.get("measurement", ""), (ON, OFF)),
        paces=_paces(form),
        scope=_one_of(form.get("scope", ""), SCOPES) or ME,
    )


def _paces(form: Any) -> dict[str, str]:
    """Slug → pace of each catalog on the form."""
    named = {name.partition(":")[2]: value for name, value in form.items() if name.startswith(f"{PACE}:")}
    return {slug: value for slug, value in named.items() if value in CATALOG_PACES}


def _one_of(value: str, allowed: Iterable[str]) -> str:
    return value if value in allowed else ""


def _pause(value: str) -> str:
    """'none', or the day a break of 30, 60 or 90 days ends that starts today; '' keeps what is."""
    if value == "none":
        return NO_PAUSE
    if value in {str(days) for days in BREAKS}:
        return (clock.today(settings.current().brand.zone) + timedelta(days=int(value))).isoformat()
    return ""


def _wording(choices: Choices, changes: Iterable[Change]) -> str:
    """The words beside each box and tile that was changed, and what was chosen there."""
    shown = {topic_purpose(row.slug): f"{row.title}: {row.description} {row.how_often}" for row in choices.rows}
    titles = {pace_purpose(row.slug): row.title for row in choices.rows if row.is_catalog}
    asked = {_SETTINGS[name][0]: words for name, words in setting_words().items()}
    lines = []
    for change in changes:
        if change.purpose in shown:
            lines.append(shown[change.purpose])
        elif change.purpose in titles:
            asks = _("%(title)s, how often?", title=titles[change.purpose])
            lines.append(f"{asks} {consent.state_word(change.purpose, change.state)}")
        elif change.purpose in asked:
            lines.append(f"{asked[change.purpose]} {consent.state_word(change.purpose, change.state)}")
    return "\n".join(lines)
