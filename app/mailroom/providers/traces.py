"""What in a mail that came back, or in a report about it, only we can have put there: by it the mail is found again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core import settings

# As the outbox and `links.stop_url` make them. Whether they are ours is found out when they are looked up.
TOKEN = re.compile(r"[a-z2-7]{24}", re.ASCII)  # of `outbox.verp_of`, behind the plus of a mail's sender address
_MESSAGE_ID = re.compile(r"\b[0-9a-f]{24}@[a-z0-9.-]{1,253}", re.ASCII)
_STOP_LINK = re.compile(r"/u/([A-Za-z0-9_-]{20,80})(?![A-Za-z0-9_-])")


@dataclass(frozen=True)
class Traces:
    """Each may be empty: `message_id` without <>, `verp` and `stop_token` as in a MailEvent."""

    message_id: str = ""
    verp: str = ""
    stop_token: str = ""


def traces_in(text: str, sender: str = "") -> Traces:
    """Look through headers, or a whole returned mail. `sender`: what the envelope named, looked at for the VERP token too."""
    domain = settings.current().brand.email.rpartition("@")[2]
    unfolded = re.sub(r"\r?\n[ \t]+", "", text)
    ids = (found for found in _MESSAGE_ID.findall(unfolded) if found.endswith("@" + domain))
    link = _STOP_LINK.search(unfolded)
    return Traces(next(ids, ""), _verp(f"{sender}\n{unfolded}"), link[1] if link else "")


def _verp(text: str) -> str:
    local, _, domain = settings.current().mail.bounce_address.partition("@")
    if not local:
        return ""
    ours = re.compile(rf"{re.escape(local)}\+({TOKEN.pattern})@{re.escape(domain)}", re.IGNORECASE)
    found = ours.search(text)
    return found[1].lower() if found else ""
