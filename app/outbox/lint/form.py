"""Rules about the form of a mail: what screen readers need, what servers pass on, what programs cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy

from app.outbox.lint.sample import Sample

WIDEST = 78  # RFC 5322, 2.1.1: what a plain window shows
BIGGEST = 100_000  # Gmail cuts off what is longer than 102 KB, and with it the postal address
_SMALLEST_FONT = 14
_FONT_SIZE = re.compile(r"font-size:\s*(\d+)px")


def accessible(sample: Sample) -> Iterator[str]:
    """Language, title, tables that only lay out, letters of a size to read (requirements L3)."""
    page = sample.page
    if not any(attributes.get("lang") for attributes in page.attributes_of("html")):
        yield "<html> names no language. Extend mail/layout.html."
    if not page.title.strip():
        yield "It has no title. Fill the block `title`."
    if any(attributes.get("role") != "presentation" for attributes in page.attributes_of("table")):
        yield 'A table has no role="presentation", so it is read out as data. Add it.'
    if any("alt" not in attributes for attributes in page.attributes_of("img")):
        yield "A picture has no alt text. Take the picture out."
    small = {
        int(size) for tag, one in page.tags if tag in ("p", "td", "a", "h1") for size in _FONT_SIZE.findall(_read(one))
    }
    if small and min(small) < _SMALLEST_FONT:
        yield f"Letters of {min(small)} px are too small to read. Use {_SMALLEST_FONT} or more."


def _read(attributes: dict[str, str]) -> str:
    """The style of what is read; a line as high as its letters are small is a gap."""
    style = attributes.get("style", "")
    return "" if re.search(r"font-size:\s*6px;\s*line-height:\s*6px", style) else style


def size(sample: Sample) -> Iterator[str]:
    """Small enough to be shown whole."""
    if len(sample.content) >= BIGGEST:
        yield f"It has {len(sample.content):,} bytes, and mail programs cut off what is longer than {BIGGEST:,}. Shorten it."


def lines(sample: Sample) -> Iterator[str]:
    """Lines of the text as wide as a plain window, links apart."""
    for line in sample.texts.plain.splitlines():
        if len(line) > WIDEST and "://" not in line:
            yield f"A line of the text has {len(line)} letters: “{line[:40]}…”. Wrap it at 72."


def charset(sample: Sample) -> Iterator[str]:
    """Two parts, text before HTML, both UTF-8, with nothing lost on the way and no control characters."""
    mail = message_from_bytes(sample.content, policy=policy.default)
    parts = [(part.get_content_type(), str(part.get_content_charset())) for part in mail.iter_parts()]
    if parts != [("text/plain", "utf-8"), ("text/html", "utf-8")]:
        yield "It is not a text and then an HTML part, both in UTF-8. Leave the parts to the outbox."
    if not any(attributes.get("charset", "").lower() == "utf-8" for attributes in sample.page.attributes_of("meta")):
        yield "Its HTML does not say that it is UTF-8. Extend mail/layout.html."
    for part, text in (("text", sample.texts.plain), ("HTML", sample.texts.html), ("subject", sample.texts.subject)):
        if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]", text):
            yield f"The {part} has control characters or letters that were lost. Mend the template's encoding."
