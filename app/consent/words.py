"""The ledger in words: what changed, from what to what, as a shopper says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from app.consent.acts import (
    ANIMALS_ADS,
    ANIMALS_MAIL,
    INFERENCE,
    INTERESTS_ADS,
    INTERESTS_MAIL,
    MARKETING,
    MEASUREMENT,
    NO_PAUSE,
    OFF,
    ON,
    PACE,
    PAUSE,
    PREFERRED_CHANNEL,
    RECOMMENDATIONS,
    UNSET,
    Changed,
    topic_slug,
)
from app.topics import Topic, every_topic


@dataclass(frozen=True)
class ChangeLine:
    """One change in words: what it is about, before, after."""

    label: str
    old: str
    new: str


def change_lines(changes: Iterable[Changed], *, is_customer: bool) -> list[ChangeLine]:
    """Changes in words. `is_customer` decides what "never asked" means for topics that go to customers."""
    return [line for line in lines_of(changes, is_customer=is_customer) if line is not None]


def lines_of(changes: Iterable[Changed], *, is_customer: bool) -> list[ChangeLine | None]:
    """The same, one for each change; None for one that reads alike before and after."""
    found = list(changes)
    titles = {topic.slug: topic for topic in every_topic()} if found else {}
    return [_line(change, titles.get(topic_slug(change.purpose) or ""), is_customer=is_customer) for change in found]


def said_of(changed: Changed, *, is_customer: bool) -> ChangeLine:
    """One change in words, also where both sides read alike."""
    slug = topic_slug(changed.purpose)
    topic = next((topic for topic in every_topic() if topic.slug == slug), None) if slug else None
    old, new = (_state(changed.purpose, state, topic, is_customer=is_customer) for state in (changed.old, changed.new))
    return ChangeLine(_label(changed, topic), old, new)


def _line(change: Changed, topic: Topic | None, *, is_customer: bool) -> ChangeLine | None:
    old, new = (_state(change.purpose, state, topic, is_customer=is_customer) for state in (change.old, change.new))
    return ChangeLine(_label(change, topic), old, new) if old != new else None


def _label(change: Changed, topic: Topic | None) -> str:
    if topic is not None:
        return topic.title
    if change.purpose == MARKETING:
        return all_marketing(change.channel)
    labels = {
        PACE: _("Email pace"),
        PAUSE: _("Break"),
        MEASUREMENT: _("Counting the links you click"),
        PREFERRED_CHANNEL: _("When it comes both ways"),
        RECOMMENDATIONS: _("Notes from friends"),
        INFERENCE: _("Guesses from what you view and buy"),
        ANIMALS_MAIL: _("Your animals, to pick what we send"),
        ANIMALS_ADS: _("Your animals, for ads on other sites"),
        INTERESTS_MAIL: _("Your interests, to pick what we send"),
        INTERESTS_ADS: _("Your interests, for ads on other sites"),
    }
    return labels.get(change.purpose) or _kind_label(change.purpose)


def _kind_label(purpose: str) -> str:
    """What a purpose about one thing is called: publishing review 12, "reviews.publish:12"."""
    kind, _colon, number = purpose.partition(":")
    if kind == PACE:
        title = next((topic.title for topic in every_topic() if topic.slug == number), number)
        return _("How often: %(title)s", title=title)
    labels = {
        "reviews.publish": _("Publishing review R-%(number)s", number=number),
        "reviews.ads": _("Review R-%(number)s in catalogs and ads", number=number),
    }
    return labels.get(kind, purpose)


def all_marketing(channel: str) -> str:
    """The name of everything that can be stopped on a channel."""
    return _("All marketing email") if channel == "email" else _("All catalogs and postcards")


def state_word(purpose: str, state: str) -> str:
    """A setting's state in words: "at most one a week"."""
    return _state(purpose, state, None, is_customer=False)


def _state(purpose: str, state: str, topic: Topic | None, *, is_customer: bool) -> str:
    if topic is not None or topic_slug(purpose):
        return _topic_state(state, topic, is_customer)
    if purpose == PAUSE:
        return pause_word(state)
    words = {
        (MARKETING, OFF): _("stopped"),
        (MARKETING, ON): _("as you chose"),
        (MARKETING, UNSET): _("as you chose"),
        (PACE, "all"): _("as it happens"),
        (PACE, UNSET): _("as it happens"),
        (PACE, "week"): _("at most one a week"),
        (PACE, "month"): _("at most one a month"),
        (MEASUREMENT, ON): _("yes"),
        (MEASUREMENT, OFF): _("no"),
        (MEASUREMENT, UNSET): _("not answered"),
        (PREFERRED_CHANNEL, "email"): _("email"),
        (PREFERRED_CHANNEL, "post"): _("paper"),
        (PREFERRED_CHANNEL, "none"): _("either"),
        (PREFERRED_CHANNEL, UNSET): _("either"),
        (RECOMMENDATIONS, OFF): _("refused"),
        (RECOMMENDATIONS, UNSET): _("as they come"),
    }
    if purpose.startswith(f"{PACE}:"):
        return _catalog_pace(state)
    answers = {ON: _("yes"), OFF: _("no"), UNSET: _("not answered")}
    asked = ":" in purpose or purpose in _ASKED
    return words.get((purpose, state)) or (answers.get(state, state) if asked else state)


_ASKED = (ANIMALS_ADS, ANIMALS_MAIL, INFERENCE, INTERESTS_ADS, INTERESTS_MAIL)


def _catalog_pace(state: str) -> str:
    words = {"year4": _("at most 4 a year"), "year1": _("at most 1 a year")}
    return words.get(state) or _("every issue")


def _topic_state(state: str, topic: Topic | None, is_customer: bool) -> str:
    if state == OFF:
        return _("stopped")
    by_default = topic is not None and topic.default == "on_for_customers" and is_customer
    return _("sending") if state == ON or by_default else _("not sending")


def pause_word(state: str) -> str:
    """A break in words."""
    if state in (UNSET, NO_PAUSE):
        return _("none")
    day = format_date(date.fromisoformat(state), "long", locale=str(get_locale() or "en_US"))
    return _("until %(day)s", day=day)
