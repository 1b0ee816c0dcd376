"""What comes with a request that is worth keeping beside an act: coarse on purpose, erasable, never a token or an address."""

from __future__ import annotations

from flask import request

from app.core.chain import Scalar
from app.core.limits import network

_PROGRAMS = (
    (
        "mail provider",
        ("googleimageproxy", "google-", "gmail", "yahoomailproxy", "yahoo", "outlook", "microsoft office"),
    ),
    ("script", ("curl", "wget", "python", "go-http-client", "java/", "okhttp", "libwww", "bot", "spider", "scanner")),
    ("browser", ("mozilla",)),
)


def program_class(user_agent: str) -> str:
    """'mail provider', 'script', 'browser' or 'unknown': the class, never the string."""
    text = user_agent.lower()
    for name, words in _PROGRAMS:
        if any(word in text for word in words):
            return name
    return "unknown"


def evidence() -> dict[str, Scalar]:
    """Network (/24 or /48), class of program and page of the current request."""
    return {
        "network": network(request.remote_addr),
        "program": program_class(request.headers.get("User-Agent", "")[:500]),
        "page": request.endpoint or "",
    }
