"""What should stop: all paper mail, only catalogs, or some kinds; as changes, and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from app.consent import MARKETING, OFF, Change
from app.paper.printed import is_catalog
from app.topics import Topic, every_topic

ALL, CATALOGS, SOME = "all", "catalogs", "some"
WHATS = (ALL, CATALOGS, SOME)


@dataclass(frozen=True)
class Wish:
    """What should stop. `topics`: the kinds it is about now; of `all`, every kind, now and later."""

    what: str
    topics: tuple[Topic, ...]

    @property
    def changes(self) -> list[Change]:
        if self.what == ALL:
            return [Change(MARKETING, "post", OFF)]
        return [Change(topic.purpose, "post", OFF) for topic in self.topics]

    @property
    def catalogs(self) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics if is_catalog(topic))

    @property
    def others(self) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics if not is_catalog(topic))

    @property
    def in_words(self) -> str:
        if self.what == ALL:
            return _("All paper mail")
        if self.what == CATALOGS:
            return _("All catalogs")
        return ", ".join(topic.title for topic in self.topics)


def kinds() -> list[Topic]:
    """The kinds of paper mail a person can stop, in their order."""
    return [topic for topic in every_topic() if topic.channel == "post" and topic.is_marketing and topic.is_offered]


def wish(what: str, slugs: Iterable[str], offered: Iterable[Topic]) -> Wish:
    """What was chosen on a form; slugs that are none of the offered kinds are left out."""
    known, wanted = tuple(offered), set(slugs)
    if what == CATALOGS:
        return Wish(what, tuple(topic for topic in known if is_catalog(topic)))
    if what == SOME:
        return Wish(what, tuple(topic for topic in known if topic.slug in wanted))
    return Wish(ALL, known)
