"""Rehearsals: with MAIL_ONLY_TO set, a mail to anyone else stays here."""

from __future__ import annotations

from app.core.fingerprints import NotAnAddress, canonical_email, match_key
from app.core.refusals import BadSetting
from app.outbox.transports.base import HeldBack, Mail, StillWanted, Transport, always


class OnlyTo:
    """Lets mails to the named addresses and domains through to another transport."""

    def __init__(self, inner: Transport, named: str) -> None:
        self.inner = inner
        self.allowed = frozenset(_entry(part) for part in named.split(",") if part.strip())

    def send(self, mail: Mail, still_wanted: StillWanted = always) -> None:
        """Hand on, or raise HeldBack."""
        key = match_key(mail.to)
        if key not in self.allowed and key.rpartition("@")[2] not in self.allowed:
            raise HeldBack
        self.inner.send(mail, still_wanted)

    def close(self) -> None:
        """Close the transport behind."""
        self.inner.close()


def _entry(text: str) -> str:
    """`Sam@Example.com` or `example.com` (also `@example.com`), as compared."""
    text = text.strip()
    domain_only = "@" not in text.lstrip("@")
    try:
        key = match_key(canonical_email("x@" + text.lstrip("@") if domain_only else text))
    except NotAnAddress:
        raise BadSetting("MAIL_ONLY_TO is a list of addresses and domains, parted by commas.") from None
    return key.rpartition("@")[2] if domain_only else key
