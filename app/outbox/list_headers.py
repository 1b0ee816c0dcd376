"""The two headers of a mail its reader can stop: RFC 2369 and, for one press, RFC 8058."""

from __future__ import annotations

from urllib.parse import quote

from app.core import mailboxes, settings

ONE_CLICK = "List-Unsubscribe=One-Click"


def stop_mailbox() -> str:
    """The mailbox for stops by mail, or an empty text: none is set, or nobody has read it within a day.

    Once for a batch: one query.
    """
    mailbox = settings.current().mail.unsubscribe_mailbox
    return mailbox if mailbox and mailboxes.was_read_lately(mailbox) else ""


def list_unsubscribe(stop_url: str, mailbox: str) -> str:
    """The value of List-Unsubscribe for a stop link; `mailbox` is what `stop_mailbox` says.

    The token stands in the subject, which keeps its case on the way; a local part does not.
    """
    if not mailbox:
        return f"<{stop_url}>"
    return f"<{stop_url}>, <mailto:{quote(mailbox, safe='@')}?subject={stop_url.rpartition('/')[2]}>"
