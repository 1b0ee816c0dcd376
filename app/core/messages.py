"""Kinds of mail as their packages declare them to the outbox."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from flask_babel.speaklater import LazyString

# The rank of message kinds: what somebody waits for at the screen, what a person asked for, what was asked of another.
AT_ONCE, SERVICE, BULK = 0, 5, 9


@dataclass(frozen=True)
class Letter:
    """What a message kind says at hand-over: to whom, and the values its templates need.

    `stop_url`: the stop link of a mail its reader can stop, for the headers of RFC 8058.
    """

    to: str
    context: dict[str, Any]
    reply_to: str | None = None
    stop_url: str | None = None


@dataclass(frozen=True)
class MessageKind:
    """A kind of mail: the folder under templates/mail, how often it may leave, and who composes it.

    `compose(reference)` is asked at hand-over and may return None: there is nothing to say any more.
    `asks`: the question put to the gate before it leaves. `rank`: lower leaves first. `lives_for`: not handed over by
    then, it is dropped as expired. `ended(reference, outcome)` runs in the transaction that notes how it ended, once it is
    never tried again; it flushes. `words`: what staff call it. `to(references)`: reference → address, for those it can tell
    in one query without composing; staff see it masked. `example()` gives a context for its templates, with made-up people,
    for `mail lint` and the tests; `further` holds its other cases by name.
    """

    name: str
    delivery: Literal["at_least_once", "at_most_once"]
    compose: Callable[[str], Letter | None]
    asks: Literal["service", "recommendation"] = "service"
    rank: int = SERVICE
    lives_for: timedelta | None = None
    ended: Callable[[str, str], None] | None = None
    words: str | LazyString = ""
    to: Callable[[Collection[str]], Mapping[str, str]] | None = None
    example: Callable[[], dict[str, Any]] | None = None
    further: Mapping[str, Callable[[], dict[str, Any]]] = field(default_factory=dict)

    @property
    def examples(self) -> dict[str, Callable[[], dict[str, Any]]]:
        """All of them: `sign_in`, `sign_in.review`. Called with an application context."""
        first = {self.name: self.example} if self.example else {}
        return first | {f"{self.name}.{case}": example for case, example in self.further.items()}
