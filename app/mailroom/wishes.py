"""What a mail asks for by its subject and first lines. Pure."""

from __future__ import annotations

import re

from app.core.brand import Brand

# Re, Fwd and their like in other languages, with a count in brackets; and the tags some servers put before a subject.
_PREFIX = re.compile(
    r"(?:(?:re|fwd?|fw|aw|wg|sv|vs|antw|tr|rv|res|enc|ref)(?:\[\d{1,3}\])?\s*[:\uff1a]|\[[^\]]{1,40}\])\s*"
)
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»\u2033\u275d\u275e\uff02", '"') | dict.fromkeys("’‘\u201a\u201b\u2032`\u00b4", "'")
)
_ASIDE = " \"'*._-–—:,;!<>()"
_STOP = re.compile(
    r"(?:hi|hello|hey|dear \w{1,20})?[ ,.!]*(?:please |kindly |pls |now )?(?:"
    r"stop(?: it| this| please| now| all| sending| sending me| e-?mailing| mailing| contacting| writing| spamming"
    r"|(?: (?:all|the|these|your|any|more))* (?:e-?mails?|mails?|mailings?|messages?|newsletters?|ads|spam)).{0,60}|stop"
    r"|(?:i (?:want|wish|would like) to )?un-?subscribe\b.{0,80}"
    r"|remove (?:me|my (?:e-?mail|address|name))\b.{0,80}|remove|take me off\b.{0,80}|opt[ -]?(?:me )?out\b.{0,60}"
    r"|cancel (?:my |this |the )?(?:subscription|newsletter|e-?mails?)\b.{0,60}"
    r"|no more (?:e-?mails?|mails?|spam|newsletters?)\b.{0,60}"
    r"|(?:do not|don't|dont) (?:e-?mail|mail|contact|send|write to?) me\b.{0,80}"
    r")[ .!]*"
)
_LINES = 3
_LONGEST_LINE = 200
CALIFORNIA, PRIVACY = "california", "privacy"


def bare(subject: str) -> str:
    """A subject in small letters with plain quotes and single spaces, without Re: and Fwd: before it."""
    text = " ".join(subject.translate(_QUOTES).casefold().split())
    while (found := _PREFIX.match(text.lstrip(_ASIDE))) is not None:
        text = text.lstrip(_ASIDE)[found.end() :]
    return text.strip(_ASIDE)


def request_kind(subject: str, brand: Brand) -> str | None:
    """Which of the policy's subject lines a subject begins with, or None."""
    text = bare(subject)
    for kind, line in ((CALIFORNIA, brand.california_subject), (PRIVACY, brand.privacy_subject)):
        wanted = bare(line)
        if wanted and text.startswith(wanted) and not text[len(wanted) :][:1].isalnum():
            return kind
    return None


def asks_to_stop(subject: str, words: str) -> bool:
    """Whether a mail looks like a wish for no more mail. Staff decide; so it may be generous, and never acts by itself."""
    lines = [bare(subject), *(bare(line) for line in _own_lines(words))]
    return any(_STOP.fullmatch(line) for line in lines if line)


def _own_lines(words: str) -> list[str]:
    """The first lines she wrote herself, above what her program quoted."""
    lines: list[str] = []
    for line in words.splitlines()[:200]:
        text = line.strip()[:_LONGEST_LINE]
        if text.startswith((">", "--", "___")) or re.match(
            r"(?:on|am|le|from:|von:) .{0,180}(?:wrote|schrieb|@)", text.lower()
        ):
            break
        if text:
            lines.append(text)
    return lines[:_LINES]


def shortened(subject: str, words: str, most: int = 300) -> str:
    """What she wrote, for a list: the subject, and the first lines of her own."""
    own = " ".join(_own_lines(words))
    text = " · ".join(part for part in (subject, own) if part)
    return text if len(text) <= most else text[: most - 1] + "…"
