"""The two things we fetch from Amazon: a signing certificate, and the answer to a confirmation. From its SNS hosts only."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

Fetch = Callable[[str], bytes]

# A region has two letters first: `sns.s3-us-west-2.amazonaws.com` would be a bucket of whoever took the name.
_SNS_HOST = re.compile(r"sns\.[a-z]{2}(-[a-z]+)+-[0-9]{1,2}\.amazonaws\.com(\.cn)?", re.ASCII)
LARGEST = 64 * 1024
SECONDS = 5.0


class NotFetched(Exception):
    """Nothing usable came: no connection, another status than 200, or more than LARGEST bytes."""


def sns_url(text: str) -> SplitResult | None:
    """The parts of an https address on a host of SNS; None for any other, and for one with a port, a user or a fragment."""
    try:
        found = urlsplit(text)
        plain = found.netloc == found.hostname
    except ValueError:
        return None
    is_clean = text.isascii() and text.isprintable() and " " not in text and not found.fragment
    ours = found.scheme == "https" and plain and is_clean and _SNS_HOST.fullmatch(found.netloc)
    return found if ours else None


def fetch(url: str) -> bytes:
    """GET an address that `sns_url` let through: no proxy, no redirect, LARGEST and SECONDS at most. Raises NotFetched."""
    found = sns_url(url)
    if found is None:
        raise NotFetched("not an address of SNS")
    connection = HTTPSConnection(found.netloc, timeout=SECONDS, context=ssl.create_default_context())
    return body_of(connection, found.path + (f"?{found.query}" if found.query else ""))


def body_of(connection: HTTPConnection, target: str) -> bytes:
    """What a host answers to one GET, and the connection closed. Raises NotFetched."""
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        body = answer.read(LARGEST + 1)
    except (OSError, HTTPException) as error:
        raise NotFetched(type(error).__name__) from None
    finally:
        connection.close()
    if answer.status != 200 or len(body) > LARGEST:
        raise NotFetched(f"status {answer.status}, {len(body)} bytes")
    return body
