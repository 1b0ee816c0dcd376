"""Texts out of the parts of a mail, whatever is wrong with them."""

from __future__ import annotations

import codecs
import re
import string
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from app.core.fingerprints import NotAnAddress, canonical_email

LONGEST_FIELD = 10_000
LONGEST_TEXT = 64 * 1024
# Codecs of letters. Of the others that Python knows by a name anybody may write, some are slow (punycode, idna).
_CHARSETS = re.compile(
    r"(?:utf[-_ ]?(?:8|16|32)(?:[-_ ]?[bl]e)?|us[-_]?ascii|ascii|latin[-_]?1|iso[-_ ]?8859[-_ ]?\d{1,2}"
    r"|(?:windows|cp)[-_]?\d{3,4}|koi8[-_][rut]|gb(?:2312|k|18030)|big5(?:hkscs)?|shift[-_]?jis|euc[-_](?:jp|kr)|iso[-_]2022[-_](?:jp|kr))\Z",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def fields(message: Message, name: str) -> list[str]:
    """Every header of that name, unfolded, undecoded, as text; 8-bit bytes are taken for UTF-8."""
    return [_plain(str(value)) for found, value in message.raw_items() if found.lower() == name][:20]


def field(message: Message, name: str) -> str:
    """The first header of that name; empty for none."""
    return next(iter(fields(message, name)), "")


def _plain(value: str) -> str:
    raw = value[:LONGEST_FIELD].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\r\n\x00]+", "", raw).strip()


def decoded(value: str) -> str:
    """A header with its encoded words read (RFC 2047); as it stands where they can't be."""
    try:
        pairs = decode_header(value[:2000])
        return "".join(text if isinstance(text, str) else in_letters(text, charset) for text, charset in pairs)
    except (HeaderParseError, ValueError, LookupError):
        return value


def in_letters(raw: bytes, charset: str | None) -> str:
    """Bytes as text: in the charset they name, where it is one; else as UTF-8. What is no letter becomes a mark."""
    name = charset if charset and _CHARSETS.match(charset) else "utf-8"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "utf-8"
    return raw.decode(codec, "replace")


def addresses(message: Message, *names: str) -> list[str]:
    """The addresses in those headers that are some, canonical, in their order; 50 at most."""
    values = [value for name in names for value in fields(message, name)]
    found = [canonical(address) for _name, address in getaddresses(values)[:50]]
    return [address for address in found if address]


def canonical(text: str) -> str:
    """The canonical form of an address, or empty for what is none."""
    try:
        return canonical_email(text) if len(text) <= 320 else ""
    except NotAnAddress:
        return ""


def children(message: Message) -> list[Message]:
    """The parts a part holds. Asked of a leaf, the standard library would decode it by whatever charset it names."""
    payload = message.get_payload() if message.is_multipart() else None
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def leaves(message: Message) -> Iterator[Message]:
    """Every part that holds no other part, in their order."""
    waiting = [message]
    while waiting:
        one = waiting.pop(0)
        if one.is_multipart():
            waiting[:0] = children(one)
        else:
            yield one


def text_of(part: Message) -> str:
    """The text of a leaf, decoded, the first LONGEST_TEXT bytes of it."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = part.get_param("charset")
    return in_letters(raw[:LONGEST_TEXT], charset if isinstance(charset, str) else None)


def own_words(message: Message) -> str:
    """What its writer says: the first plain text in it, else the first HTML without its tags."""
    texts = [part for part in leaves(message) if part.get_content_maintype() == "text"]
    plain = next((part for part in texts if part.get_content_subtype() == "plain"), None)
    if plain is not None:
        return text_of(plain)
    html = next((part for part in texts if part.get_content_subtype() == "html"), None)
    return _TAG.sub(" ", _without(_without(text_of(html), "style"), "head")) if html is not None else ""


def _without(text: str, element: str) -> str:
    """HTML without that element and what stands in it."""
    lower, shown, place = text.translate(_ASCII_LOWER), [], 0
    while (start := lower.find(f"<{element}", place)) >= 0:
        shown.append(text[place:start])
        end = lower.find(f"</{element}", start)
        if end < 0:
            return "".join(shown)
        place = end
    return "".join(shown) + text[place:]
