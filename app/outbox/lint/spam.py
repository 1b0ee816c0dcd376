"""How much a mail looks like spam: points of our own, each with its reason.

No filter of a mailbox provider can be asked, and none says how it counts. These are the shapes and words that open rule sets
have in common; a mail below LIMIT has none of them or one weak one. It is a mirror for who writes templates and no promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.outbox.lint.sample import Sample

LIMIT = 3.0
MANY_LINKS, LONG_HTML = 12, 60

# (points, reason, what stands in subject or text), in small letters.
_PHRASES = (
    (1.5, "words of money for nothing", r"free (gift|money|trial)|cash bonus|winner|you['’]ve won|prize"),
    (1.5, "words of haste", r"act now|urgent|last chance|expires? today|don['’]t miss|hurry"),
    (1.0, "words of selling", r"(buy|order) now|(best|lowest) price|100% (free|satisfied)|risk[- ]free|no obligation"),
    (1.0, "“click here”", r"click (here|below)"),
    (2.0, "words of a stolen account", r"account (has been|will be) (suspended|closed|limited)|verify your account"),
)
_SIGNS = (
    (1.0, "several exclamation marks", re.compile(r"!\s*!|(?:![^!]*){3}")),
    (1.0, "money signs in a row", re.compile(r"\${2,}|€{2,}")),
)
_WORDS = (*((each, why, re.compile(rf"\b(?:{phrases})\b")) for each, why, phrases in _PHRASES), *_SIGNS)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|font-size:\s*0|opacity:\s*0(?![.\d])|text-indent:\s*-\d{3}")


def points(sample: Sample) -> list[tuple[float, str]]:
    """(points, reason) of everything that was found."""
    return [*_in_words(sample), *_in_shape(sample)]


def spam(sample: Sample) -> Iterator[str]:
    """Below LIMIT."""
    found = points(sample)
    if (score := sum(each for each, _reason in found)) >= LIMIT:
        reasons = ", ".join(f"{reason} ({each:g})" for each, reason in found)
        yield f"It has {score:g} points of spam, {LIMIT:g} are too many: {reasons}. Say it in calmer words."


def _in_words(sample: Sample) -> Iterator[tuple[float, str]]:
    said = f"{sample.texts.subject}\n{sample.texts.plain}".lower()
    for each, reason, pattern in _WORDS:
        if pattern.search(said):
            yield each, reason


def _in_shape(sample: Sample) -> Iterator[tuple[float, str]]:
    subject, page = sample.texts.subject, sample.page
    capitals = [word for word in re.findall(r"[^\W\d_]{4,}", subject) if word.isupper()]
    if len(capitals) >= 2 or (len(subject) > 8 and subject.isupper()):
        yield 2.0, "a subject in capitals"
    if re.match(r"(?:re|fwd?|aw)\s*:", subject.lower()):
        yield 2.0, "a subject that pretends to be an answer"
    if _HIDDEN.search(page.styles + ";".join(attributes.get("style", "") for _tag, attributes in page.tags)):
        yield 2.5, "hidden text"
    if len(set(page.links)) > MANY_LINKS:
        yield 1.0, f"more than {MANY_LINKS} links"
    if len(sample.texts.html) > LONG_HTML * max(len(page.text), 1):
        yield 1.0, "much HTML around little text"
    if len(sample.texts.plain.split()) < 15:
        yield 1.0, "hardly any text"
