"""Whether a program wrote a mail (RFC 3834): what a program says is nobody's wish, and nothing is ever answered to it."""

from __future__ import annotations

import re
from email.message import Message
from enum import StrEnum

from app.mailroom.parts import field, fields

_ANSWERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply", "x-vacation")
_LISTS = ("list-id", "list-unsubscribe", "list-post", "list-help", "list-owner", "feedback-id")
_AWAY = re.compile(
    r"(?:re: *)?(?:auto(?:matic|mated)?[- ]?(?:reply|response|antwort)|automatische antwort|out of (?:the )?office|abwesen"
    r"|vacation(?: reply)?\b|away from (?:my|the) (?:mail|office)|r[eé]ponse automatique|respuesta autom[aá]tica"
    r"|undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|mail delivery|returned mail|failure notice)",
    re.IGNORECASE,
)


class Program(StrEnum):
    """Who wrote it, as far as its headers tell."""

    NONE = "none"
    BULK = "bulk"  # a list or a newsletter; a person may have written what a list passed on
    ANSWER = "answer"  # a program, and often an answer to a mail of ours


def program_of(message: Message, subject: str) -> Program:
    """By Auto-Submitted, the subject, Precedence, List-* and what else programs put into headers."""
    submitted = re.split(r"[;\s(]", field(message, "auto-submitted").lower())[0]
    precedence = field(message, "precedence").lower()
    named = any(fields(message, name) for name in _ANSWERS)
    if submitted not in ("", "no") or named or precedence == "auto_reply" or _AWAY.match(subject):
        return Program.ANSWER
    listed = any(fields(message, name) for name in (*_LISTS, "x-auto-response-suppress"))
    return Program.BULK if listed or precedence in ("bulk", "list", "junk") else Program.NONE
