"""The mail that says a copy is ready: a link to its page, no data. The link alone opens nothing."""

from __future__ import annotations

from flask import url_for

from app import links, people
from app.core import clock, settings
from app.core.database import session
from app.core.messages import Letter
from app.dossier.models import CopyRequest

KIND = "own-copy"  # the kind of proof link
HOURS = int(links.OWN_COPY.total_seconds()) // 3600


def compose(reference: str) -> Letter | None:
    """The mail about one copy, to the address she had proven. None: it was taken, ran out, or that address is not hers now."""
    copy = session().get(CopyRequest, int(reference), populate_existing=True)
    if copy is None or not copy.is_ready or copy.ends_at <= clock.now():
        return None
    person = people.person_by_id(copy.person_id)
    held = [one for one in (person.destinations if person else ()) if one.id == copy.destination_id and one.proven_at]
    if not held:
        return None
    path = url_for("dossier.link", token=token_for(copy))
    context = {"link": settings.current().public_url + path, "until": copy.ends_at, "hours": HOURS}
    return Letter(held[0].address, context)


def token_for(copy: CopyRequest) -> str:
    """What names one copy in a link or a form. It opens nothing without a session of the same person."""
    return links.prove(KIND, {"copy": copy.id})


def copy_in(token: str) -> int:
    """The number of the copy a token names. Raises BadToken or TokenEnded."""
    return int(links.read_proof(KIND, token).payload["copy"])
