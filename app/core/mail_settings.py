"""Settings about mail beyond its way out: where answers come back, and how fast it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.fingerprints import NotAnAddress, canonical_email
from app.core.mailbox_url import MailboxUrl, read_mailbox_url
from app.core.refusals import BadSetting

_LONGEST_MAILBOX = 40  # a local part may have 64 octets (RFC 5321), and ours gets a token of some 20 behind its plus


@dataclass(frozen=True)
class MailSettings:
    """Built by `from_environ` only. An empty text means: not set."""

    bounce_address: str = ""  # where undeliverable mail comes back to; each mail adds its own token before the @
    unsubscribe_mailbox: str = ""  # read for `mailto:` stops
    mailbox: MailboxUrl | None = None  # where mail that comes in is fetched; None: it comes on a pipe, or not at all

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> MailSettings:
        """Read and check. Raises BadSetting naming the variable and what to write instead."""
        return cls(
            bounce_address=_mailbox(environ, "BOUNCE_ADDRESS"),
            unsubscribe_mailbox=_mailbox(environ, "UNSUBSCRIBE_MAILBOX"),
            mailbox=read_mailbox_url(environ["MAILBOX_URL"]) if environ.get("MAILBOX_URL") else None,
        )


def _mailbox(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name, "").strip()
    try:
        address = canonical_email(text) if text else ""
    except NotAnAddress:
        address = "+"
    local = address.partition("@")[0]
    if "+" in local or len(local) > _LONGEST_MAILBOX or not local.isascii():
        raise BadSetting(f"{name} is an address with no plus sign, like bounces@choices.example.com.")
    return address
