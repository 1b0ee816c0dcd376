"""Rules about the head of a mail: the headers that were agreed, each once, with what they must say."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

from app.outbox.header_text import UnsafeHeader
from app.outbox.lint.sample import Sample
from app.outbox.list_headers import ONE_CLICK
from app.outbox.read_back import raw_headers

LONGEST_SUBJECT = 78
NEEDED = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
_LIST = ("List-Unsubscribe", "List-Unsubscribe-Post")


def headers(sample: Sample) -> Iterator[str]:
    """Only names that are allowed, each once; those every mail has; no second block."""
    try:
        found = dict(raw_headers(sample.content))
    except UnsafeHeader as unsafe:
        yield f"Its headers are not those that were meant ({unsafe.header}). Compose it with `outbox.composing` alone."
        return
    for name in NEEDED:
        if name not in found:
            yield f"It has no {name}. Add it in app/outbox/composing.py."
    yield from _values(sample, found)


def _values(sample: Sample, found: dict[str, str]) -> Iterator[str]:
    if not found.get("From", "").endswith(f"<{sample.settings.brand.email}>"):
        yield "From is not the brand's address. A reader has to see who writes: leave From to the outbox."
    if found.get("Auto-Submitted") != "auto-generated":
        yield "Auto-Submitted is not auto-generated (RFC 3834), so auto-responders would answer. Say so."
    try:
        parsedate_to_datetime(found.get("Date", ""))
    except ValueError:
        yield "Date is no date. Take it from the clock."


def list_headers(sample: Sample) -> Iterator[str]:
    """Both, literally, on mail its reader can stop (RFC 8058); neither on service mail."""
    raw = sample.content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    lines = {name: [line for line in raw if line.lower().startswith(name.lower().encode() + b":")] for name in _LIST}
    if not sample.can_be_stopped:
        if any(lines.values()):
            yield "It is service mail and offers a stop to the mail program. Leave `stop_url` of its Letter empty."
        return
    start = f"List-Unsubscribe: <{sample.settings.public_url}/u/".encode()
    if len(lines["List-Unsubscribe"]) != 1 or not lines["List-Unsubscribe"][0].startswith(start):
        yield "List-Unsubscribe is not there once, on one line, with a stop link of this site. Set `stop_url` of its Letter."
    if lines["List-Unsubscribe-Post"] != [f"List-Unsubscribe-Post: {ONE_CLICK}".encode()]:
        yield f"List-Unsubscribe-Post is not there once as {ONE_CLICK}. Leave it to the outbox."


def subject(sample: Sample) -> Iterator[str]:
    """One short line, the same for the reader as it was written, with no code of mail in it."""
    said = sample.texts.subject
    if not 0 < len(said) <= LONGEST_SUBJECT:
        yield f"The subject has {len(said)} letters, 1 to {LONGEST_SUBJECT} fit on a phone. Cut it, or a name in it."
    if str(message_from_bytes(sample.content, policy=policy.default)["Subject"]) != said:
        yield "The subject is read as something else than it says. Write it in plain words."
    if any("=?" in text for text in (said, sample.texts.plain, sample.page.text)):
        yield "=? stands in it, with which mail programs begin a code (RFC 2047). Take it out."
