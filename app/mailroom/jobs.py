"""Timed jobs of the mailroom."""

from __future__ import annotations

from app.core.database import session
from app.core.settings import current
from app.mailroom.fetching import fetch, in_words
from app.mailroom.keeping import forget


def fetch_mail() -> str:
    """Read the mailbox of MAILBOX_URL; each mail is committed by itself. Raises MailboxAway, which the log then says."""
    mailbox = current().mail.mailbox
    return in_words(fetch(mailbox)) if mailbox else "no mailbox is set"


def forget_mail() -> str:
    """Forget what was kept of mail long ago."""
    counts = forget()
    session().commit()
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing is old"
