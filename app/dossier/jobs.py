"""Timed jobs of the dossier. Each commits where it says so."""

from __future__ import annotations

import logging

from flask import current_app

from app import people
from app.core import settings
from app.core.database import reading, session
from app.core.feature import declared
from app.dossier import building, copies, wanted
from app.dossier.building import Claimed
from app.dossier.writing import write_copy

log = logging.getLogger("sayso.dossier")


def build_copies() -> str:
    """Make every copy that waits. The bell calls this at once; a lost bell or a killed worker costs a minute or two."""
    count = 0
    while (copy := building.claim_next()) is not None:
        session().commit()
        count += _built(copy)
    session().commit()
    return f"{count} copies made"


def _built(copy: Claimed) -> int:
    """Read part by part, each in a short read of its own; only what is written takes the write lock."""

    def progress(done: int) -> None:
        building.note_progress(copy, done)
        session().commit()

    try:
        # A request that nobody sent, so that words and filters of templates work.
        with current_app.test_request_context(base_url=settings.current().public_url):
            with reading():
                holders = people.holders_of(copy.person_id)
            with write_copy(holders, progress) as file:
                building.keep(copy, file, len(declared().personal_data))
                session().commit()
    except building.Lost:
        session().rollback()
        return 0
    except Exception:  # one person's fault in our data is no reason for the others to wait
        session().rollback()
        log.exception("copy %s broke", copy.id)
        building.note_broken(copy)
        session().commit()
        return 0
    return 1


def forget_copies() -> str:
    """Delete copies whose day is over, taken or not."""
    count = copies.forget_ended()
    session().commit()
    return f"{count} copies deleted"


def propose_merges() -> str:
    """Propose the pairs that a change of an e-mail address brought up."""
    count = wanted.propose_wanted()
    session().commit()
    return f"{count} merges proposed"
