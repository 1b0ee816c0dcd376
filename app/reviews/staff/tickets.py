"""What was just done, for the next page: signed, hers alone, and for half an hour with a way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext as _

from app import links
from app.core import clock
from app.core.refusals import NotFound
from app.core.signing import BadToken, TokenEnded
from app.links import Proof
from app.reviews.deciding import take_back
from app.reviews.guarding import Taken
from app.reviews.rules import GROUNDS, Reason
from app.reviews.tending import Tie, connect_again, thaw
from app.reviews.words import STATES, tie_words
from app.staff import SignedIn

KIND = "undo"
CAN_BE_UNDONE = ("decision", "child", "tie")


@dataclass(frozen=True)
class Done:
    """A banner: what was done, from what to what, and the ticket that takes it back (None: there is no way back)."""

    title: str
    label: str
    old: str
    new: str
    ticket: str | None
    until: datetime | None


def ticket(member: SignedIn, act: str, review_id: int, **more: Any) -> str:
    """A signed note of an act of this member."""
    payload = {"desk": "reviews", "act": act, "review": review_id, "member": member.member_id, **more}
    return links.prove(KIND, {**payload, "until": (clock.now() + links.UNDO).isoformat()})


def done(member: SignedIn) -> Done | None:
    """What the ticket in the address says, or None: nothing, not hers, or too long ago."""
    text = request.args.get("did", "")
    try:
        proof = _hers(text, member) if text else None
    except (BadToken, NotFound, TokenEnded):
        return None
    return _banner(proof, text) if proof else None


def undo(text: str, member: SignedIn) -> str:
    """Take back what a ticket says, once. Returns the note of that. Flushes.

    Raises BadToken, TokenEnded, AlreadyUsed, NotFound for another's ticket, and what taking back refuses.
    """
    proof = _hers(text, member)
    links.use(proof)
    said = proof.payload
    match said["act"]:
        case "decision":
            take_back(int(said["decision"]), member)
        case "child":
            thaw(int(said["review"]), datetime.fromisoformat(said["moment"]), member)
        case "tie":
            connect_again(int(said["review"]), Tie(said["old"], said["by"]), member)
        case _:
            raise Taken(_("There is no way back from this."))
    return ticket(member, "undone", int(said["review"]), **_changed(said))


def _hers(text: str, member: SignedIn) -> Proof:
    proof = links.read_proof(KIND, text)
    if proof.payload.get("desk") != "reviews" or proof.payload.get("member") != member.member_id:
        raise NotFound(_("There is nothing of yours to undo here."))
    return proof


def _changed(said: dict[str, Any]) -> dict[str, str]:
    """From what to what, the other way round."""
    return {"of": said["act"], "old": said["new"], "new": said["old"]}


def _banner(proof: Proof, text: str) -> Done:
    said = proof.payload
    may = said["act"] in CAN_BE_UNDONE and not links.is_used(proof)
    return Done(
        title=_title(said),
        label=f"R-{said['review']}",
        old=_words(said, "old"),
        new=_words(said, "new"),
        ticket=text if may else None,
        until=datetime.fromisoformat(said["until"]) if may else None,
    )


def _title(said: dict[str, Any]) -> str:
    titles = {
        "child": _("Hidden: the author is a child under 13."),
        "decision": _decided(said),
        "let_go": _("Put back. Anyone may read it."),
        "reply": _("Reply saved.") if said.get("new") == "reply" else _("Reply removed."),
        "reports": _("Reports looked at."),
        "tie": _("Tie to the shop saved."),
        "undone": _("Taken back."),
    }
    return titles[said["act"]]


def _decided(said: dict[str, Any]) -> str:
    if said.get("reason"):
        return _("Turned down: %(reason)s.", reason=GROUNDS[Reason(said["reason"])].choice)
    return _("Published, a part hidden.") if said.get("new") == "hide" else _("Published.")


def _words(said: dict[str, Any], side: str) -> str:
    value = str(said.get(side, ""))
    if "tie" in (said["act"], said.get("of")):
        return tie_words(value)
    return str(STATES.get(value, value))
