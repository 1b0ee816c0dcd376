"""A mail at the door: dealt with and committed, or set aside and committed. The one place where pipe and mailbox meet."""

from __future__ import annotations

import logging

from sqlalchemy.exc import InterfaceError, OperationalError

from app.core import mailboxes, settings
from app.core.database import session
from app.mailroom.keeping import keep_aside
from app.mailroom.parsing import behind_plus
from app.mailroom.parts import canonical
from app.mailroom.reading import Incoming
from app.mailroom.receiving import What, claim, note, take_in

log = logging.getLogger("sayso.mailroom")


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
