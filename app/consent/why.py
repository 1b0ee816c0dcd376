"""Why somebody gets a list: the act behind it, in words. On her own page, and behind the stop link of a mailing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.consent.acts import OFF, ON, is_personal
from app.consent.models import CampaignSend, ConsentEntry, Wording
from app.consent.queries import Explained
from app.core import settings
from app.core.database import session


@dataclass(frozen=True)
class Reason:
    """How she came to be on a list. `ours`: we put her there, not she."""

    tag: str
    ours: bool
    why: str


def reason_on(found: Explained) -> Reason:
    """Why a topic is on, as her own page says it."""
    return _ON.get(found.method, _on_by_her)(found)


def reason_customer(since: datetime) -> Reason:
    """Why a topic is on though nobody ever said anything about it."""
    why = _(
        "You bought from us, and customers get this until they say stop. You are in our files since %(day)s. "
        "You never ticked a box for this one.",
        day=day_words(since),
    )
    return Reason(_("We added you"), True, why)


def _on_by_her(found: Explained) -> Reason:
    return Reason(_("You turned this on"), False, _("You turned this on here on %(day)s.", day=day_words(found.at)))


def _on_by_undo(found: Explained) -> Reason:
    return Reason(_("You turned this on"), False, _("You took back a stop on %(day)s.", day=day_words(found.at)))


def _on_by_phone(found: Explained) -> Reason:
    return Reason(_("You turned this on"), False, _("You asked for it by phone on %(day)s.", day=day_words(found.at)))


def _on_by_letter(found: Explained) -> Reason:
    return Reason(_("You turned this on"), False, _("You asked for it by letter on %(day)s.", day=day_words(found.at)))


def _on_by_import(found: Explained) -> Reason:
    why = _("You signed up on %(day)s (%(how)s).", day=day_words(found.claimed_at or found.at), how=found.source)
    if found.wording:
        why += " " + _("The words you agreed to: “%(words)s”", words=found.wording)
    return Reason(_("You signed up"), False, why)


def _on_by_old_list(found: Explained) -> Reason:
    why = _(
        "Brought over from our old list (%(origin)s), as it stood on %(day)s. We have no record of when you ticked it.",
        origin=found.source,
        day=day_words(found.claimed_at or found.at),
    )
    return Reason(_("From our old list"), True, why)


def _on_by_enrolment(found: Explained) -> Reason:
    why = _(
        "We added you on %(day)s because %(reason)s.", day=day_words(found.at), reason=found.wording or found.source
    )
    return Reason(_("We added you"), True, why + " " + _("You never ticked a box for this one."))


def _on_again(found: Explained) -> Reason:
    why = _(
        "You had this. A stop came by the link in our email, pressed by a mail scanner as far as we can tell, so on %(day)s we "
        "turned it back on and wrote to you.",
        day=day_words(found.at),
    )
    return Reason(_("We turned this back on"), True, why)


_ON: dict[str, Callable[[Explained], Reason]] = {
    "enrolment": _on_by_enrolment,
    "import": _on_by_import,
    "legacy_import": _on_by_old_list,
    "letter": _on_by_letter,
    "phone": _on_by_phone,
    "scanner_restore": _on_again,
    "undo": _on_by_undo,
}


def because(found: Explained) -> str:
    """The first sentence of the answer to whoever holds the mail: what was done and when, and nothing about purchases."""
    day = day_words(found.claimed_at or found.at)
    by_method = {
        "enrolment": _("Because we put you on this list on %(day)s. You never ticked a box for it.", day=day),
        "import": _("Because you signed up for it on %(day)s.", day=day),
        "legacy_import": _(
            "Because your address stood on an old list of ours on %(day)s. We have no record of when you ticked it.",
            day=day,
        ),
        "letter": _("Because you asked for it by letter on %(day)s.", day=day),
        "phone": _("Because you asked for it by phone on %(day)s.", day=day),
        "scanner_restore": _(
            "Because you had this list. On %(day)s we turned it back on after a stop that a mail scanner pressed, as far as we "
            "can tell.",
            day=day,
        ),
        "undo": _("Because you took back a stop on %(day)s.", day=day),
    }
    return by_method.get(found.method) or _("Because you turned it on here on %(day)s.", day=day)


def off_words(found: Explained) -> str:
    """Since when and by what a topic is off."""
    day = short_day_words(found.at)
    by_method = {
        "one_click": _("You stopped this from an email on %(day)s", day=day),
        "link_page": _("You stopped this from an email on %(day)s", day=day),
        "phone": _("You stopped this by phone on %(day)s", day=day),
        "letter": _("You stopped this by letter on %(day)s", day=day),
        "mail": _("You stopped this by mail on %(day)s", day=day),
        "mailto": _("You stopped this by mail on %(day)s", day=day),
        "complaint": _("Your mail program told us on %(day)s that you don’t want this", day=day),
        "suppression_import": _("A stop reached us from our mail service on %(day)s", day=day),
        "import": _("Our records said stop on %(day)s", day=day),
    }
    hers = _("You turned this off on %(day)s", day=day)
    return by_method.get(found.method) or (hers if is_personal(found.method) else _("Stopped on %(day)s", day=day))


def day_words(moment: datetime | date) -> str:
    """June 3, 2026, in the shop's zone."""
    return format_date(_local(moment), "long", locale=str(get_locale() or "en_US"))


def short_day_words(moment: datetime) -> str:
    """Jun 3, 2026."""
    return format_date(_local(moment), "MMM d, y", locale=str(get_locale() or "en_US"))


def _local(moment: datetime | date) -> date:
    return moment.astimezone(settings.current().brand.zone).date() if isinstance(moment, datetime) else moment


@dataclass(frozen=True)
class Allowed:
    """The line of the ledger that let a mailing go: the act, and the policy version in force then."""

    act: Explained
    policy_version: int


def allowed_by(subject_id: str, purpose: str, channel: str, until: datetime | None = None) -> Allowed | None:
    """The newest line that turned a purpose on, as of a moment; None where no line did, and the topic's default spoke.

    Stops are passed over: with `until` the gate saw none, and without it the question is how she got on the list.
    """
    mine = (ConsentEntry.subject_id == subject_id, ConsentEntry.purpose == purpose, ConsentEntry.channel == channel)
    lines = select(ConsentEntry, Wording.body).outerjoin(Wording, Wording.sha256 == ConsentEntry.wording).where(*mine)
    if until is not None:
        lines = lines.where(ConsentEntry.at <= until)
    for line, wording in session().execute(lines.order_by(ConsentEntry.seq.desc())):
        if line.state != OFF:
            return Allowed(_explained(line, wording), line.policy_version) if line.state == ON else None
    return None


def _explained(line: ConsentEntry, wording: str | None) -> Explained:
    what = (line.purpose, line.channel, line.state)
    return Explained(*what, line.method, line.actor, line.source, line.at, line.claimed_at, line.act_id, wording)


def sent_at(campaign_id: int, subject_id: str) -> datetime | None:
    """When a mailing was signed for somebody, which is what counts as its sending; None when it never was."""
    mine = (CampaignSend.campaign_id == campaign_id, CampaignSend.subject_id == subject_id)
    return session().scalar(select(CampaignSend.signed_at).where(*mine))
