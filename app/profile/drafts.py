"""A form of the profile whose session had ended: kept, signed, and saved after code or link, if it was hers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from app import links, people
from app.core.evidence import evidence
from app.core.refusals import Refusal
from app.core.signing import BadToken, TokenEnded
from app.people import By, Person
from app.profile.every_form import FORMS
from app.profile.forms import ProfileForm
from app.profile.mail import confirm

NAME, SHOWN = "profile", "shown"


def shown(person: Person, what: str) -> str:
    """Whose page a form was drawn for, signed, to travel in it."""
    return links.prove(SHOWN, {"form": NAME, "what": what, "subject": person.subject_id})


@dataclass(frozen=True)
class Shown:
    """What `shown` said: whose form it was, and a random id that is used up by an addition."""

    subject: str
    proof: links.Proof


def read_shown(token: str, what: str) -> Shown | None:
    """The signed word of a form, or None: too old, not ours, or of another form."""
    try:
        proof = links.read_proof(SHOWN, token)
    except (BadToken, TokenEnded):
        return None
    kept = proof.payload
    return Shown(str(kept["subject"]), proof) if (kept.get("form"), kept.get("what")) == (NAME, what) else None


def draft(what: str, number: int, subject: str, form: ProfileForm) -> str:
    """The form, signed, to be carried through a sign-in."""
    kept = {"form": NAME, "what": what, "number": number, "subject": subject, "fields": form.kept()}
    return links.prove("draft", kept)


def apply(subject_id: str, text: str) -> str:
    """After the sign-in: save what was typed, once, if it was this person who typed it. Returns the page that says so."""
    page = url_for("profile.page")
    try:
        proof = links.read_proof("draft", text)
        person = people.person_by_subject(subject_id)
        if person is None or proof.payload["subject"] != subject_id:
            return page
        links.use(proof)
    except (BadToken, TokenEnded, links.AlreadyUsed):
        return page
    return _save(person, proof.payload) or page


def _save(person: Person, kept: dict[str, Any]) -> str | None:
    form = FORMS[kept["what"]](formdata=MultiDict([(name, one) for name, values in kept["fields"] for one in values]))
    if not form.validate():
        return None
    by = By("profile_page")
    try:
        form.save(person, kept["number"], by, evidence())
    except Refusal:  # she has that number already, or the row went meanwhile
        return None
    confirm(person, by.act_id)
    return url_for("profile.page", done=by.act_id)
