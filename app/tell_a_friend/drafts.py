"""A note without a session: its sender proves her address first. What travels through the sign-in is its number alone."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app import links
from app.core.database import session
from app.core.feature import Errand
from app.products import product_by_id
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.openly import OPENLY, not_sent_path
from app.tell_a_friend.places import day_is_full_path, sent_path
from app.tell_a_friend.sending import VANISHED, DayIsFull, end, locked, send

NAME = "recommendation"


def draft(row: Recommendation) -> str:
    """The number of a note that waits, signed, for `identity.ask_for_proof`."""
    return links.prove("draft", {"form": NAME, "recommendation": row.id})


def apply(subject_id: str, text: str) -> str:
    """Her address is proven: her note is sent. Returns the address of the page that thanks her, the same in every case but
    what is about herself alone. Raises Gone or NotTheSender, and then signing in goes on."""
    number = int(links.read_proof("draft", text).payload["recommendation"])
    try:
        send(number, subject_id)
    except DayIsFull:
        return day_is_full_path(product_by_id(_forgotten(number)))
    except OPENLY as no:
        return not_sent_path(product_by_id(_forgotten(number)), no)
    row = session().get(Recommendation, number)
    assert row is not None, "what was sent has a row"
    return sent_path(product_by_id(row.product_id))


def errand(kept: dict[str, Any]) -> Errand | None:
    """What the sign-in is for, for its mail and pages. Says nothing that was typed: anybody can type any address."""
    row = session().get(Recommendation, int(kept["recommendation"]))
    if row is None or row.is_over:
        return None
    title = product_by_id(row.product_id).title
    return Errand(
        heading=_("Confirm your note about %(title)s", title=title),
        asked=_("You wrote a friend a note about %(title)s.", title=title),
        then=_("Once you confirm, we send it, one time. Before that, nothing goes to your friend."),
        button=_("Confirm and send my note"),
        because=_(
            "You get this because someone wrote a note to a friend on our page and typed your address as the sender’s."
        ),
    )


def _forgotten(number: int) -> int:
    """It is not sent: it goes now, and not tomorrow by itself. Returns its product's id."""
    row = locked(number)
    assert row is not None, "it was there a moment ago"
    end(row, VANISHED)
    return row.product_id
