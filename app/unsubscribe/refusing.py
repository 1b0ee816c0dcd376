"""The link in a note from a friend: it refuses such notes for the address it came to, and does nothing else.

Its page, which says who asked for the note, is the business of whoever sent it; that package declares the kind of link.
"""

from __future__ import annotations

from flask import render_template, url_for

from app import consent, links
from app.consent import Act, Written
from app.core import clock
from app.core.feature import declared
from app.unsubscribe import service, words

KIND = "refusal"


def is_refusal(token: str) -> bool:
    """Whether a link refuses notes from friends. Raises BadStopLink for what is no link of ours."""
    return links.read_stop(token).kind == KIND


def page_url(token: str) -> str:
    """The page that says who asked for the note, and when."""
    kind = next(kind for kind in declared().links if kind.name == KIND)
    return url_for(kind.page, token=token)


def refuse(token: str, act: Act) -> Written:
    """No more notes from friends to that address, whichever plus-alias it is written with. Raises BadStopLink. Flushes."""
    link = links.read_stop(token)
    assert link.kind == KIND, "the entry points ask first"
    return consent.refuse_notes(link.fingerprint, act)


def done_page(token: str, written: Written) -> str:
    """What was refused, that other mail goes on, and an undo."""
    return render_template(
        "unsubscribe/refused.html",
        since=clock.now(),
        changes=words.changes(written),
        undo_ticket=service.ticket(written, token),
        undo_until=clock.now() + links.UNDO,
        undo_url=url_for("unsubscribe.undo", token=token),
        page_url=page_url(token),
    )


def undone_page(token: str, written: Written) -> str:
    """The press was taken back, or something newer stands."""
    return render_template(
        "unsubscribe/refused_undone.html",
        changes=words.changes(written),
        refuse_url=url_for("unsubscribe.stop", token=token),
        page_url=page_url(token),
    )
