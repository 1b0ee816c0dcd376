"""What a moderator is shown about a review's text, each find with its reason in words.

The rules read the text alone. They never learn how many stars stand beside it: a review may not be held back for being
negative (16 CFR 465.7(b)), and a rule that cannot see the stars cannot lean on them. They mark; a person decides.

Places are (start, end) in the text as Python counts it. The law of overlaps: spans that overlap melt into one, from the
first start to the last end, under the kind that stands first in RANK; so nothing that any rule found is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import lru_cache
from itertools import pairwise

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.core.cards import card_spans
from app.core.contacts import emails, links, phones
from app.reviews.postal import addresses
from app.reviews.rude import rude_spans

REMOVED = "[removed]"
Span = tuple[int, int]


@unique
class Kind(StrEnum):
    """What can be found. Alphabetical."""

    CARD = "card"
    EMAIL = "email"
    LINK = "link"
    PHONE = "phone"
    POSTAL = "postal"
    RUDE = "rude"


WHY: dict[Kind, LazyString] = {
    Kind.CARD: _l("Card number found."),
    Kind.EMAIL: _l("Email address found."),
    Kind.LINK: _l("Web address found."),
    Kind.PHONE: _l("Phone number found."),
    Kind.POSTAL: _l("Postal address found."),
    Kind.RUDE: _l("Rude word found."),
}
# What can be hidden while the rest is published. A rude word can't: hiding it would change what somebody said.
HIDEABLE = frozenset({Kind.CARD, Kind.EMAIL, Kind.LINK, Kind.PHONE, Kind.POSTAL})
RANK = (Kind.CARD, Kind.EMAIL, Kind.LINK, Kind.POSTAL, Kind.PHONE, Kind.RUDE)

RULES: dict[Kind, Callable[[str], Iterable[Span]]] = {
    Kind.CARD: card_spans,
    Kind.EMAIL: emails,
    Kind.LINK: links,
    Kind.PHONE: phones,
    Kind.POSTAL: addresses,
    Kind.RUDE: rude_spans,
}
# Lines of one address: "12 Oak Road" and "Dothan, AL 36302" are one find.
_BETWEEN_LINES = frozenset(" ,.;\r\n")
_WIDEST = 4


@dataclass(frozen=True)
class Finding:
    """One find: `text[start:end]` is of that kind."""

    kind: Kind
    start: int
    end: int

    @property
    def why(self) -> LazyString:
        """The sentence for the moderator."""
        return WHY[self.kind]

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def can_be_hidden(self) -> bool:
        return self.kind in HIDEABLE


@lru_cache(maxsize=1_024)  # a queue shows the same texts to every moderator, page after page
def find(text: str) -> tuple[Finding, ...]:
    """All finds, from the left; no two overlap."""
    found = [Finding(kind, start, end) for kind, rule in RULES.items() for start, end in rule(text) if start < end]
    return tuple(_joined(text, _melted(found)))


def suggestion(findings: Iterable[Finding]) -> str:
    """What the decision form marks as suggested: "hide" where something can be hidden, else nothing ("")."""
    return "hide" if any(finding.can_be_hidden for finding in findings) else ""


def segments(text: str, findings: Iterable[Finding]) -> list[tuple[str, Finding | None]]:
    """The text in pieces, each with the find it is, or None; together they are the text.

    Raises ValueError where a find lies outside the text or two overlap.
    """
    ordered = sorted(findings, key=lambda finding: finding.span)
    _check(text, [finding.span for finding in ordered])
    if any(before.end > after.start for before, after in pairwise(ordered)):
        raise ValueError("two finds overlap")
    pieces: list[tuple[str, Finding | None]] = []
    done = 0
    for finding in ordered:
        pieces += [(text[done : finding.start], None), (text[finding.start : finding.end], finding)]
        done = finding.end
    return [piece for piece in [*pieces, (text[done:], None)] if piece[0]]


def hide(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by `[removed]`, spans that overlap by one; nothing else changes.

    Raises ValueError where a span is empty or lies outside the text.
    """
    ordered = sorted(spans)
    _check(text, ordered)
    kept, done = [], 0
    for start, end in ordered:
        if start >= done:
            kept += [text[done:start], REMOVED]
        done = max(done, end)
    return "".join([*kept, text[done:]])


def _check(text: str, spans: list[Span]) -> None:
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"the span {start}–{end} is not in a text of {len(text)} characters")


def _melted(found: list[Finding]) -> list[Finding]:
    melted: list[Finding] = []
    for finding in sorted(found, key=lambda each: each.span):
        if melted and finding.start < melted[-1].end:
            melted[-1] = _union(melted[-1], finding)
        else:
            melted.append(finding)
    return melted


def _joined(text: str, found: list[Finding]) -> Iterator[Finding]:
    """The finds, with the lines of one postal address as one."""
    held: Finding | None = None
    for finding in found:
        if held and _is_next_line(text, held, finding):
            held = _union(held, finding)
            continue
        if held:
            yield held
        held = finding
    if held:
        yield held


def _is_next_line(text: str, one: Finding, other: Finding) -> bool:
    between = text[one.end : other.start]
    return one.kind == other.kind == Kind.POSTAL and len(between) <= _WIDEST and set(between) <= _BETWEEN_LINES


def _union(one: Finding, other: Finding) -> Finding:
    kind = min(one.kind, other.kind, key=RANK.index)
    return Finding(kind, min(one.start, other.start), max(one.end, other.end))
