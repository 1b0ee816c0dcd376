"""Opening both records of a proposal: two noted looks, and a signed right to read on and to decide."""

from __future__ import annotations

from app import links, people
from app.core.signing import BadToken, TokenEnded
from app.dossier.merging import merge_numbered
from app.dossier.sides import people_numbered
from app.people import LookReason
from app.staff import SignedIn


def open_both(number: int, member: SignedIn, reason: LookReason) -> str:
    """Note a look at each of the two, and give the right to read on. Raises NotFound. Flushes."""
    row = merge_numbered(number)
    for person in people_numbered((row.kept_person_id, row.gone_person_id)).values():
        people.note_look(person, member.actor, member.role, reason)
    return links.prove("look", {"merge": number, "member": member.member_id})


def saw_both(token: str, number: int, member: SignedIn) -> bool:
    """Whether that member opened the two records of that proposal a few minutes ago."""
    try:
        said = links.read_proof("look", token).payload
    except (BadToken, TokenEnded):
        return False
    return (said.get("merge"), said.get("member")) == (number, member.member_id)
