"""Reading a mailbox to its end: each unread mail is dealt with, committed, and only then marked.

Killed between the two, the next reading knows the mail again by what it says, and marks it. Commits for each mail.
"""

from __future__ import annotations

from collections import Counter

from app.core import mailboxes, settings
from app.core.database import session
from app.core.mailbox_url import MailboxUrl
from app.core.progress import bar
from app.mailroom.arriving import arrive
from app.mailroom.mailbox import opened
from app.mailroom.reading import read_stream


def fetch(url: MailboxUrl) -> Counter[str]:
    """How many mails of which kind were read. Raises MailboxAway, and what the database raises; read mails stay read."""
    counts: Counter[str] = Counter()
    with opened(url) as mailbox:
        numbers = mailbox.unread()
        for number in bar(numbers, label="Reading the mailbox", length=len(numbers)):
            what = arrive(read_stream(mailbox.open(number)))
            mailbox.mark_read(number)
            counts[what.value] += 1
    mine = settings.current().mail.unsubscribe_mailbox
    if mine:
        mailboxes.note_reading(mine)
        session().commit()
    return counts


def in_words(counts: Counter[str]) -> str:
    """`2 stop, 1 event`, or that there was nothing."""
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items())) or "no new mail"
