"""A mail at the door, by pipe or out of a mailbox, and the timed jobs. Each commits where it says so."""

from __future__ import annotations

import logging
from collections import Counter

from sqlalchemy.exc import InterfaceError, OperationalError

from app.core import mailboxes, settings
from app.core.database import session
from app.core.mailbox_url import MailboxUrl
from app.core.progress import bar
from app.mailroom.keeping import forget, keep_aside
from app.mailroom.mailbox import Mailbox, MailboxAway, NotGiven, opened
from app.mailroom.parsing import behind_plus
from app.mailroom.parts import canonical
from app.mailroom.reading import Incoming, read_stream
from app.mailroom.receiving import What, claim, note, take_in

log = logging.getLogger("sayso.mailroom")

NOT_GIVEN = "not_given"


def arrive(incoming: Incoming, to: str = "") -> What:
    """Deal with one mail and commit. Raises what the database raises; then nothing was done, and it can come again."""
    try:
        what = take_in(incoming, to)
        _note_reading(to)
        session().commit()
    except (InterfaceError, OperationalError):
        raise
    except Exception as error:  # a fault of ours must lose no mail: staff see it, and it can be tried again
        session().rollback()
        log.exception("a mail could not be dealt with: %s", type(error).__name__)
        what = _aside(incoming, to)
        session().commit()
    return what


def _note_reading(to: str) -> None:
    """The mail server gave us a mail of the mailbox for stops, so that one is read. A header's word would be nobody's."""
    mine = settings.current().mail.unsubscribe_mailbox
    if behind_plus((canonical(to),), mine) is not None:
        mailboxes.note_reading(mine)


def _aside(incoming: Incoming, to: str) -> What:
    if not claim(incoming.digest):
        return What.REPEATED
    keep_aside(incoming, to, "failed")
    note(incoming.digest, What.ASIDE)
    return What.ASIDE


def fetch(url: MailboxUrl) -> str:
    """Read a mailbox to its end: each unread mail is dealt with, committed, and only then marked. Returns what came.

    Killed between the two, the next reading knows the mail again by what it says, and marks it. Raises MailboxAway, and
    what the database raises; what was read before stays read.
    """
    counts: Counter[str] = Counter()
    with opened(url) as mailbox:
        numbers = mailbox.unread()
        for number in bar(numbers, label="Reading the mailbox", length=len(numbers)):
            counts[_fetched(mailbox, number)] += 1
    if counts and set(counts) == {NOT_GIVEN}:
        raise MailboxAway("fetch")
    mine = settings.current().mail.unsubscribe_mailbox
    if mine:
        mailboxes.note_reading(mine)
        session().commit()
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items())) or "no new mail"


def _fetched(mailbox: Mailbox, number: str) -> str:
    """What a mail was. One that is damaged at the server stays unread, and holds up none behind it."""
    try:
        incoming = read_stream(mailbox.open(number))
    except NotGiven:
        log.warning("the mail server does not give a mail; it stays unread")
        return NOT_GIVEN
    what = arrive(incoming)
    mailbox.mark_read(number)
    return what.value


def fetch_mail() -> str:
    """Read the mailbox of MAILBOX_URL. Raises MailboxAway, which the log then says."""
    mailbox = settings.current().mail.mailbox
    return fetch(mailbox) if mailbox else "no mailbox is set"


def forget_mail() -> str:
    """Forget what was kept of mail long ago."""
    counts = forget()
    session().commit()
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing is old"
