"""Rules about links, and about being followed: where they lead, what they carry, what a mail would fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, urlsplit

from app.outbox.lint.sample import Sample

_LINK = re.compile(r"https?://[^\s\"<>]+")
_ANY_SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_FOLLOWING = re.compile(
    r"(?:utm|mc|pk|mtm|hsa|vero|oly)_|(?:gclid|fbclid|msclkid|yclid|igshid|_hsenc|mkt_tok)\Z", re.IGNORECASE
)
_FETCHING = (
    "img",
    "link",
    "script",
    "iframe",
    "frame",
    "object",
    "embed",
    "video",
    "audio",
    "source",
    "picture",
    "svg",
    "base",
)
_REMOTE_STYLE = re.compile(r"url\s*\(|@import|@font-face|expression\s*\(|image-set\s*\(", re.IGNORECASE)
_TINY = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|\Z|!)", re.IGNORECASE)


def links(sample: Sample) -> Iterator[str]:
    """Whole links to this site and no other, over https where the site is, the same ones in both parts."""
    plain, html = set(_LINK.findall(sample.texts.plain)), set(sample.page.links)
    if not plain:
        yield "The text part has no link. Say where a reader can see it for herself."
    for link in sorted(plain - html):
        yield f"{_shown(link)} stands in the text and not in the HTML. Put it into both."
    for link in sorted(html - plain):
        yield f"{_shown(link)} stands in the HTML and not in the text. Put it into both."
    for link in sorted(plain | html):
        yield from _fault(link, sample)


def _fault(link: str, sample: Sample) -> Iterator[str]:
    own = urlsplit(sample.settings.public_url)
    try:
        there = urlsplit(link)
        port = there.port
    except ValueError:
        yield f"{_shown(link)} is no link. Build it from PUBLIC_URL."
        return
    if there.scheme != own.scheme:
        yield f"{_shown(link)} does not begin with {own.scheme}://. Build it from PUBLIC_URL."
    if (there.hostname, port) != (own.hostname, own.port):
        yield f"{_shown(link)} leads to another host. Link to a page of this site; it may lead further."
    if there.username or there.password or "@" in there.netloc:
        yield f"{_shown(link)} has a name or password in it. Take it out."
    yield from _parameters(there, link)


def _parameters(there: SplitResult, link: str) -> Iterator[str]:
    for name, value in parse_qsl(there.query, keep_blank_values=True):
        if _FOLLOWING.match(name):
            yield f"{_shown(link)} has {name}, which follows the reader. Take it out."
        if _ANY_SCHEME.match(value) or value.startswith("//"):
            yield f"{_shown(link)} passes on to another address. Link straight to the page."


def tracking(sample: Sample) -> Iterator[str]:
    """Nothing is fetched when the mail is opened, so nobody learns of it."""
    for tag in sorted({tag for tag, _attributes in sample.page.tags if tag in _FETCHING}):
        yield f"<{tag}> makes the reader's program fetch something. Take it out."
    styles = sample.page.styles + ";".join(attributes.get("style", "") for _tag, attributes in sample.page.tags)
    if _REMOTE_STYLE.search(styles) or any("background" in attributes for _tag, attributes in sample.page.tags):
        yield "A style fetches a picture, a sheet or a font. Use colours and fonts of the reader's machine."
    for tag, attributes in sample.page.tags:
        sizes = {attributes.get("width"), attributes.get("height")}
        if sizes & {"0", "1", "0px", "1px"} or _TINY.search(attributes.get("style", "")):
            yield f"A <{tag}> is one pixel small, as what counts readers is. Take it out."


def _shown(link: str) -> str:
    return link if len(link) <= 80 else link[:79] + "…"
