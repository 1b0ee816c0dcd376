"""Reports about a mail: delivery status (RFC 3464) and feedback, that is complaints (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from app.mailroom.events import EventKind
from app.mailroom.parts import LONGEST_TEXT, addresses, children, field, leaves, text_of

_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})(?!\d)")
_REPLY = re.compile(r"\b([45])\d\d[ -]+(?:([45])\.(\d{1,3})\.(\d{1,3})\b)?")
_TOKEN = re.compile(r"/u/([A-Za-z0-9_-]{58})(?![A-Za-z0-9_-])")
_ID = re.compile(r"<([^<>\s]{3,320})>")
# "This is spam", in the words of those who report it. not-spam takes a report back; a virus or a broken signature is
# nobody's wish.
_COMPLAINTS = ("abuse", "fraud", "opt-out", "opt-out-list")
_DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_ORIGINAL = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_MOST = 100


@dataclass(frozen=True)
class Report:
    """A report, and what it quotes of the mail it is about.

    `kind`: None for one that reports nothing to act on (delivered, not spam). `paths`: return paths of the quoted mail.
    """

    source: str  # delivery, feedback
    kind: EventKind | None
    status: str = ""
    message_ids: tuple[str, ...] = ()
    stop_tokens: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def report_in(message: Message) -> Report | None:
    """The report a mail is, by its parts: some senders name the whole wrongly."""
    if message.get_content_maintype() != "multipart":
        return None
    parts = children(message)[:_MOST]
    for part in parts:
        kind = part.get_content_type()
        if kind in _DELIVERY:
            found, status = _delivery(part)
            return _with_original(Report("delivery", found, status), message, parts)
        if kind == "message/feedback-report":
            return _with_original(_feedback(part), message, parts)
    return None


def _delivery(part: Message) -> tuple[EventKind | None, str]:
    """What became of it. Failed for good only where each recipient says so: a list may pass a mail on to many."""
    verdicts = [_verdict(group) for group in _groups(part)]
    verdicts = [one for one in verdicts if one[0] or one[1]]
    if not verdicts:
        return None, ""
    first_bad = next((one for one in verdicts if one[0] is not None), verdicts[0])
    if all(kind is EventKind.BOUNCED for kind, _status in verdicts):
        return first_bad
    return (EventKind.DEFERRED, first_bad[1]) if first_bad[0] else (None, first_bad[1])


def _groups(part: Message) -> Iterator[Message]:
    """The groups of fields about each recipient; the first group, about the report itself, has no Action."""
    found = children(part)[:_MOST] or [_headers_of(text_of(part))]
    return (group for group in found if field(group, "action"))


def _verdict(group: Message) -> tuple[EventKind | None, str]:
    action, status = field(group, "action").lower().split(" ")[0].strip(";"), _status(group)
    if action == "failed":
        return (EventKind.DEFERRED if status.startswith("4") else EventKind.BOUNCED if status else None), status
    return (EventKind.DEFERRED if action == "delayed" else None), status or action[:12]


def _status(group: Message) -> str:
    """The status (RFC 3463); where it is missing, what the server's reply comes to."""
    named = _STATUS.match(field(group, "status"))
    if named:
        return ".".join(named.groups())
    reply = _REPLY.search(field(group, "diagnostic-code"))
    if reply is None:
        return ""
    return ".".join(reply.groups()[1:]) if reply[2] else f"{reply[1]}.0.0"


def _feedback(part: Message) -> Report:
    told = next(iter(children(part)), part)
    kind = EventKind.COMPLAINED if field(told, "feedback-type").lower() in _COMPLAINTS else None
    return Report("feedback", kind, paths=tuple(addresses(told, "original-mail-from")))


def _with_original(report: Report, message: Message, parts: list[Message]) -> Report:
    """What the quoted mail says of itself; without one, what the report answers to."""
    quoted = next((_quoted(part) for part in parts if part.get_content_type() in _ORIGINAL), None)
    if quoted is None:
        answers = _ID.findall(f"{field(message, 'in-reply-to')} {field(message, 'references')}")
        return Report(report.source, report.kind, report.status, tuple(answers[-5:]), (), report.paths)
    ids = _ID.findall(field(quoted, "message-id"))[:1]
    tokens = _TOKEN.findall(field(quoted, "list-unsubscribe")) or _tokens_in(quoted)
    paths = (*report.paths, *addresses(quoted, "return-path", "x-original-return-path"))
    return Report(report.source, report.kind, report.status, tuple(ids), tuple(dict.fromkeys(tokens))[:10], paths)


def _quoted(part: Message) -> Message:
    """The mail in a part: a whole one, or its headers as text."""
    inside = children(part)
    return inside[0] if inside else _headers_of(text_of(part))


def _headers_of(text: str) -> Message:
    found = Message()
    for line in re.sub(r"\r?\n[ \t]+", " ", text[:LONGEST_TEXT]).splitlines():
        name, colon, value = line.partition(":")
        if not line.strip():
            break
        if colon and name.isascii() and name.strip() and " " not in name.strip():
            found[name.strip()] = value.strip()
    return found


def _tokens_in(quoted: Message) -> list[str]:
    texts = [part for part in leaves(quoted) if part.get_content_maintype() == "text"]
    return [token for part in texts[:4] for token in _TOKEN.findall(text_of(part))]
