"""A save whose session had ended: the form is kept, signed, and applied after code or link."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app import links, people
from app.consent import NO_PAUSE, pace_purpose, pause_word, state_word
from app.core.evidence import evidence
from app.core.signing import BadToken, TokenEnded
from app.preferences.saving import SHOWN, Saved, Submitted, save
from app.preferences.standing import choices_of
from app.topics import every_topic

NAME = "preferences"


@dataclass(frozen=True)
class Chosen:
    """One line of "here is what you chose"."""

    label: str
    value: str


def shown_in(token: str) -> dict[str, Any] | None:
    """The signed snapshot of a form, or None: too old, not ours, or of another form. Then there is nothing to compare with."""
    try:
        shown = links.read_proof(SHOWN, token).payload
    except (BadToken, TokenEnded):
        return None
    return shown if {"subject", "topics"} <= shown.keys() else None


def draft(shown: dict[str, Any], sent: Submitted) -> str:
    """The form, signed, to be carried through a sign-in."""
    values = asdict(sent) | {"topics": sorted(sent.topics)}
    return links.prove("draft", {"form": NAME, "shown": shown, "sent": values})


def apply(subject_id: str, text: str) -> str:
    """After the sign-in: save what was chosen, if it was this person who chose. Returns the page that says so."""
    try:
        payload = links.read_proof("draft", text).payload
    except (BadToken, TokenEnded):
        return url_for("preferences.page")
    shown, person = payload["shown"], people.person_by_subject(subject_id)
    if person is None or shown["subject"] != subject_id:
        return url_for("preferences.page")
    sent = Submitted(**(payload["sent"] | {"topics": frozenset(payload["sent"]["topics"])}))
    choices = choices_of(subject_id, people.destination_of(person).address)
    return saved_url(save(subject_id, choices, shown, sent, evidence()))


def saved_url(saved: Saved, what: str = "saved") -> str:
    """The page that names what changed."""
    act = saved.written.act_id if saved.written.changes else None
    return url_for("preferences.page", what=what if act else "saved", act=act, kept=",".join(saved.not_applied) or None)


def chosen(shown: dict[str, Any], sent: Submitted) -> list[Chosen]:
    """What was different on the form, in words."""
    titles = {topic.slug: topic.title for topic in every_topic()}
    lines = [
        Chosen(titles[slug], _("start") if slug in sent.topics else _("stop"))
        for slug, (was, _seq) in shown["topics"].items()
        if slug in titles and (slug in sent.topics) != bool(was)
    ]
    words = {"all": _("as it happens"), "week": _("at most one a week"), "month": _("at most one a month")}
    if sent.pace and sent.pace != shown["pace"]:
        lines.append(Chosen(_("Email pace"), words[sent.pace]))
    lines += [
        Chosen(titles[slug], state_word(pace_purpose(slug), pace))
        for slug, pace in sent.paces.items()
        if slug in titles and pace != shown.get("paces", {}).get(slug, pace)
    ]
    if sent.pause and sent.pause != shown["pause"]:
        lines.append(Chosen(_("Break"), _("none") if sent.pause == NO_PAUSE else pause_word(sent.pause)))
    return lines
