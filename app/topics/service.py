"""Finding topics, and loading them from a file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.channels import channel as channel_named
from app.core import clock
from app.core.database import insert, session, table
from app.core.refusals import BadQuestion
from app.topics.animals import ANIMALS
from app.topics.models import Campaign, Topic

KINDS = ("marketing", "service")
DEFAULTS = ("off", "on_for_customers")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_FIXED = ("channel", "kind")
_FREE = ("default", "title", "description", "how_often", "a_month", "a_year", "animal")
_UNSAID: dict[str, Any] = {"a_year": 0, "animal": ""}  # a file need not say these


class UnknownTopic(BadQuestion):
    """No topic has that slug."""


class BadTopicFile(BadQuestion):
    """The topics file cannot be used; the sentence names the topic and the mend."""


@dataclass(frozen=True)
class Loaded:
    """What loading a file did: slugs added, changed and left as they were."""

    added: list[str]
    changed: list[str]
    unchanged: list[str]


def every_topic() -> list[Topic]:
    """All topics, retired ones too, in the order shoppers see them."""
    return list(session().scalars(select(Topic).order_by(Topic.position, Topic.id)))


def topic_by_slug(slug: str) -> Topic:
    """The topic with that slug. Raises UnknownTopic naming the ones there are."""
    found = session().scalars(select(Topic).where(Topic.slug == slug)).first()
    if found is None:
        known = ", ".join(topic.slug for topic in every_topic()) or "none yet; load topics/starter.toml"
        raise UnknownTopic(f"There is no topic {slug!r}. Topics: {known}.")
    return found


def find_campaign(topic: Topic, name: str) -> Campaign | None:
    """The campaign of that name, if there is one."""
    return session().scalars(select(Campaign).where(Campaign.topic_id == topic.id, Campaign.name == name)).first()


def campaign_numbered(topic: Topic, number: int) -> Campaign | None:
    """The campaign of that id, if it is one of this topic."""
    found = session().get(Campaign, number) if number else None
    return found if found is not None and found.topic_id == topic.id else None


def campaign_named(topic: Topic, name: str) -> Campaign:
    """The campaign of that name, made when it is new, also while another command makes it. Flushes."""
    values = {"topic_id": topic.id, "name": name, "started_at": clock.now()}
    session().execute(insert(table(Campaign)).values(values).on_conflict_do_nothing())
    found = find_campaign(topic, name)
    assert found is not None, "it was there or was just made"
    return found


def load_topics(path: Path) -> Loaded:
    """Add and update topics from a TOML file of `[[topic]]` entries. Never removes one: links point at it.

    Raises BadTopicFile. Flushes.
    """
    loaded = Loaded([], [], [])
    known = {topic.slug: topic for topic in every_topic()}
    for position, entry in enumerate(_entries(path), start=1):
        topic = known.get(entry["slug"])
        if topic is None:
            session().add(Topic(position=position, **entry))
            loaded.added.append(entry["slug"])
        else:
            (loaded.changed if _update(topic, entry, position) else loaded.unchanged).append(topic.slug)
    session().flush()
    return loaded


def _update(topic: Topic, entry: dict[str, Any], position: int) -> bool:
    for name in _FIXED:
        if getattr(topic, name) != entry[name]:
            raise BadTopicFile(f"Topic {topic.slug}: its {name} is {getattr(topic, name)} for good. Add a new topic.")
    values = {name: entry[name] for name in _FREE} | {"position": position}
    changed = {name: value for name, value in values.items() if getattr(topic, name) != value}
    for name, value in changed.items():
        setattr(topic, name, value)
    return bool(changed)


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise BadTopicFile(f"{path.name}: {err}") from None
    entries = [{**_UNSAID, **entry} for entry in raw.pop("topic", [])]
    if raw:
        raise BadTopicFile(
            f"{path.name}: {', '.join(sorted(raw))} is nothing a topics file has; entries are [[topic]]."
        )
    if not entries:
        raise BadTopicFile(f"{path.name} has no [[topic]] entry.")
    for entry in entries:
        _check_entry(path.name, entry)
    slugs = [entry["slug"] for entry in entries]
    if twice := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise BadTopicFile(f"{path.name}: {', '.join(twice)} stands there twice.")
    return list(entries)


def _check_entry(file: str, entry: dict[str, Any]) -> None:
    slug = str(entry.get("slug", ""))
    wanted = {"slug", *_FIXED, *_FREE}
    if not SLUG.match(slug) or len(slug) > 40:
        raise BadTopicFile(f"{file}: a slug is at most 40 small letters, digits and single hyphens; {slug!r} is not.")
    if set(entry) != wanted:
        odd = ", ".join(sorted(wanted ^ set(entry)))
        raise BadTopicFile(f"{file}: topic {slug}: missing or unknown: {odd}.")
    channel_named(entry["channel"])
    if entry["kind"] not in KINDS or entry["default"] not in DEFAULTS:
        raise BadTopicFile(f"{file}: topic {slug}: kind is {' or '.join(KINDS)}, default is {' or '.join(DEFAULTS)}.")
    if not isinstance(entry["a_month"], int) or not isinstance(entry["a_year"], int):
        raise BadTopicFile(f"{file}: topic {slug}: a_month and a_year are whole numbers (0 where there are none).")
    if entry["animal"] and entry["animal"] not in ANIMALS:
        raise BadTopicFile(f"{file}: topic {slug}: animal is one of {', '.join(ANIMALS)}, or left out.")
