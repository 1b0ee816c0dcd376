"""One press on the pages of paper mail: the stop, its undo within its ticket, and the smaller thing instead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app import consent, links, people
from app.channels import Place
from app.consent import OFF, Act, Change, Circle, ConsentEntry, Written, pace_purpose
from app.core import chain, claims
from app.core.database import session
from app.core.refusals import NotFound, Refusal
from app.core.signing import BadToken, TokenEnded
from app.paper import codes, reporting
from app.paper.wishes import Wish
from app.suppression import LabelCode

PACES = ("year4", "year1")
PRESS = "paper"
KEPT = timedelta(days=31)  # longer than a form of ours can be read
Stop = Callable[[Act], Written]


class BadChoice(Refusal):
    """The form named something that is not on the page."""


@dataclass(frozen=True)
class Pressed:
    """What one press did, as its page needs it: what was wished, and the ticket that takes it back.

    Nothing in here tells whether we know anybody behind it, or whether it was stopped before.
    """

    wish: Wish
    ticket: str
    may_be_fewer: bool


def page_token() -> str:
    """Signed and random: names one drawing of a form, so that sending it twice is one press."""
    return links.prove("shown", {"form": PRESS})


def by_number(number: str, postal_code: str, wanted: Wish, act: Act, shown: str) -> Pressed:
    """Stop what comes to the label with that customer number and ZIP. Flushes."""
    press = once(act, shown, "number", number, postal_code, _named(wanted))
    consent.stop_label(number, postal_code, wanted.changes, press)
    return _pressed(wanted, press, may_be_fewer=True)


def by_lines(place: Place, scope: Circle, wanted: Wish, act: Act, shown: str) -> Pressed:
    """Stop for a name at an address, its household, or the address whoever lives there. Flushes."""
    press = once(act, shown, scope, repr(place), _named(wanted))
    consent.stop_place(place, scope, wanted.changes, press)
    return _pressed(wanted, press, may_be_fewer=scope == "person")


def by_code(code: LabelCode, wanted: Wish, act: Act, shown: str) -> Pressed:
    """Stop what comes to the label of a short address. Flushes."""
    came_with = replace(act, campaign_id=code.campaign_id or None)
    press = once(came_with, shown, "code", code.fingerprint.value.hex(), _named(wanted))
    codes.stop_code(code, wanted.changes, press)
    return _pressed(wanted, press, may_be_fewer=True)


def once(act: Act, shown: str, *parts: str) -> Act:
    """The act under an id that a second press of the same form has too, unless the first was taken back.

    A form too old to read is pressed all the same. What came with the press is part of it: an act has one evidence.
    """
    try:
        drawn = links.read_proof("shown", shown).jti
    except (BadToken, TokenEnded):
        return act
    seen = chain.canonical(act.evidence).decode()
    same = hashlib.sha256("\0".join((drawn, act.method, seen, *parts)).encode()).hexdigest()[:32]
    return act if claims.is_claimed(_undone(same)) else replace(act, act_id=same)


def _named(wanted: Wish) -> str:
    return ",".join([wanted.what, *(topic.slug for topic in wanted.topics)])


def _undone(act_id: str) -> str:
    return f"paper-{act_id}"


def _used_up(proof: links.Proof) -> str:
    """The act of a ticket that is used up now. Raises AlreadyUsed."""
    links.use(proof)
    claims.claim(_undone(str(proof.payload["act"])), "undo", keep=KEPT)
    return str(proof.payload["act"])


def _pressed(wanted: Wish, act: Act, *, may_be_fewer: bool) -> Pressed:
    catalogs = [topic.slug for topic in wanted.catalogs]
    return Pressed(wanted, ticket(act, wanted if may_be_fewer else None), may_be_fewer and bool(catalogs))


def ticket(act: Act, wanted: Wish | None = None, report: int | None = None) -> str:
    """What takes one press back. Given for every press, whether it changed anything or not: the answer tells nothing."""
    said: dict[str, object] = {PRESS: act.method, "act": act.act_id}
    if wanted is not None:
        said |= {"fewer": [topic.slug for topic in wanted.catalogs], "rest": [topic.slug for topic in wanted.others]}
    if report is not None:
        said["report"] = report
    return links.prove("undo", said)


def take_back(text: str, act: Act) -> Written:
    """Undo one press, once. Raises BadToken, TokenEnded, AlreadyUsed, or NotFound for another page's ticket. Flushes."""
    proof = _read(text)
    press = _used_up(proof)
    if "report" in proof.payload:
        reporting.withdraw(int(proof.payload["report"]))
    return consent.undo(press, act)


def take_fewer(text: str, pace: str, act: Callable[[str], Act]) -> None:
    """Instead of the stop: catalogs at a slower pace; what else was stopped stays so. As `take_back`. Flushes.

    `act(method)` makes an act by the method of the press. A stop that stood before this press stays.
    Raises BadChoice when neither pace was chosen.
    """
    proof = _read(text)
    if pace not in PACES or not proof.payload.get("fewer"):
        raise BadChoice(_("Choose one of the two, then press the button. Until then the stop stays in force."))
    press = _used_up(proof)
    stopped = select(ConsentEntry.subject_id).where(ConsentEntry.act_id == press).distinct()
    subjects = session().scalars(stopped.order_by(ConsentEntry.subject_id)).all()
    if not subjects or not consent.undo(press, act("undo")).changes:
        return
    slower = [Change(pace_purpose(slug), "post", pace) for slug in proof.payload["fewer"]]
    instead = act(str(proof.payload[PRESS]))
    for subject in subjects:
        # A pace is about a person; where the label leads to none, or to several, less is nothing at all.
        fewer = slower if people.person_by_subject(subject) else _off(proof.payload["fewer"])
        consent.choose(subject, [*fewer, *_off(proof.payload["rest"])], instead)


def _off(slugs: Iterable[str]) -> list[Change]:
    return [Change(consent.topic_purpose(slug), "post", OFF) for slug in slugs]


def _read(text: str) -> links.Proof:
    proof = links.read_proof("undo", text)
    if PRESS not in proof.payload:
        raise NotFound(_("This button belongs to another page. Open your choices instead."))
    return proof
