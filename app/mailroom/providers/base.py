"""What a mail provider is to us: somebody who calls when mail came back, proves that it is he, and tells events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Protocol

from werkzeug.datastructures import Headers

from app.core import clock
from app.core.mail_settings import MailSettings
from app.core.refusals import Refusal
from app.core.typed import typed
from app.mailroom.events import MailEvent

LARGEST = 256 * 1024  # bytes of one call; SNS sends no more either
LONGEST_ID = 180
Parts = Mapping[str, object]


class Unreadable(Refusal):
    """The call is not what the provider sends: no JSON object, or a field is missing."""


class NoCredentials(Refusal):
    """The call doesn't prove whose it is. The provider tries again, so a secret that is mended in time loses nothing."""

    status = 401


class NotGenuine(Refusal):
    """The call proves that it is not the provider's, or not for us."""

    status = 403


class NotNow(Refusal):
    """What is needed to check the call can't be had at the moment. The provider tries again."""

    status = 503


@dataclass(frozen=True)
class Call:
    """One call of a provider: its headers and its body, at most LARGEST bytes. Nothing in it is believed yet."""

    headers: Headers
    body: bytes

    @cached_property
    def document(self) -> Parts:
        """The body as a JSON object, whatever type its header names: SNS says text/plain. Raises Unreadable."""
        return json_object(self.body)


class Provider(Protocol):
    """One provider. `name`, at most 20 letters: the end of its address, and the source of its events."""

    @property
    def name(self) -> str:
        """Small letters; for good, since events are known by it."""

    def is_on(self, settings: MailSettings) -> bool:
        """Whether the shop set what this provider needs. If not, its address does not exist."""

    def authenticate(self, call: Call, settings: MailSettings) -> None:
        """Be sure that the provider sent it. Raises NoCredentials, NotGenuine, NotNow or Unreadable."""

    def events(self, call: Call, settings: MailSettings) -> Sequence[MailEvent]:
        """What it tells; empty: nothing that concerns us. Asked after `authenticate` only. May flush, never commits."""


def json_object(text: bytes | str) -> Parts:
    """A JSON object. Raises Unreadable for anything else: broken, too deep, another type."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unreadable("The body is no JSON object.")
    return found


def part(found: Parts, name: str) -> Parts:
    """The object under that name; an empty one where there is none."""
    inner = found.get(name)
    return inner if isinstance(inner, dict) else {}


def parts(found: Parts, name: str) -> list[Parts]:
    """The objects in the list under that name."""
    inner = found.get(name)
    return [each for each in inner if isinstance(each, dict)] if isinstance(inner, list) else []


def line(found: Parts, name: str, longest: int = LONGEST_ID) -> str:
    """The text or number under that name as one line that every database takes; empty where it is neither."""
    inner = found.get(name)
    told = str(inner) if isinstance(inner, str | int) and not isinstance(inner, bool) else ""
    # JSON may hold half a surrogate pair, which has no UTF-8.
    return typed(told.encode(errors="ignore").decode(), longest)


def moment(text: str) -> datetime:
    """An ISO 8601 time, in UTC. Now, where it is none or has not come yet."""
    now = clock.now()
    try:
        told = datetime.fromisoformat(text.replace(" +", "+"))
        at = (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return now
    return min(at, now)


def mildest_status(recipients: Iterable[Parts]) -> str:
    """The mildest status of RFC 3463 among them: whom it was about is not believed, so the worst must not be assumed."""
    return min((each for each in (line(one, "status", 12) for one in recipients) if each), default="")
