"""Settings about mail beyond its way out: where answers come back, and how fast it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.fingerprints import NotAnAddress, canonical_email
from app.core.refusals import BadSetting

_FASTEST = 60_000
_LONGEST_MAILBOX = 40  # a local part may have 64 octets (RFC 5321), and ours gets a token of some 20 behind its plus


@dataclass(frozen=True)
class MailSettings:
    """Built by `from_environ` only. An empty text means: not set."""

    bounce_address: str = ""  # where undeliverable mail comes back to; each mail adds its own token before the @
    unsubscribe_mailbox: str = ""  # read for `mailto:` stops
    pace: int = 0  # mails a minute to one recipient domain; 0: as fast as it goes

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> MailSettings:
        """Read and check. Raises BadSetting naming the variable and what to write instead."""
        return cls(
            bounce_address=_mailbox(environ, "BOUNCE_ADDRESS"),
            unsubscribe_mailbox=_mailbox(environ, "UNSUBSCRIBE_MAILBOX"),
            pace=_pace(environ.get("MAIL_PACE", "").strip()),
        )


def _pace(text: str) -> int:
    if text and not (text.isascii() and text.isdecimal() and 1 <= int(text) <= _FASTEST):
        raise BadSetting(f"MAIL_PACE is how many mails a minute one domain may get, from 1 to {_FASTEST}, or empty.")
    return int(text or 0)


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
