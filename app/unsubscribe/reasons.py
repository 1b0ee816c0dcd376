"""Why did I get this? The act that let the mailing go, for whoever holds it: no address whole, no purchase, no other list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask_babel import gettext as _

from app import consent, people, topics
from app.consent import Allowed
from app.identity import place
from app.people import Person
from app.unsubscribe.service import LinkView

# Its words name what somebody bought, so they are shown after a proof.
_NAMES_PURCHASES = "enrolment"


@dataclass(frozen=True)
class Why:
    """The answer. `because`: its first sentence. `allowed`: the line of the ledger, where one let it go."""

    because: str
    allowed: Allowed | None
    tag: str
    is_ours: bool
    mailing: str | None
    sent_at: datetime | None


def why_page(page: LinkView) -> str:
    """The page of a stop link that says why its mailing came."""
    answer = why(page)
    hidden = answer.allowed is not None and answer.allowed.act.method == _NAMES_PURCHASES
    return render_template(
        "unsubscribe/why.html",
        why=answer,
        words=answer.allowed.act.wording if answer.allowed and not hidden else None,
        words_hidden=hidden,
        topic=page.topic,
        masked=page.masked,
        paper=page.channel == "post",
        already=page.was_stopped,
        back_url=url_for("unsubscribe.link", token=page.token),
        stop_url=url_for("unsubscribe.stop", token=page.token),
        sign_in_url=url_for("identity.sign_in", next=place("profile.page") or place("preferences.page")),
    )


def why(page: LinkView) -> Why:
    """The answer for a link, as of the day its mailing was signed. Changes nothing."""
    topic, subject = page.topic, page.subject_id
    campaign = topics.campaign_numbered(topic, page.link.campaign_id) if topic else None
    sent_at = consent.sent_at(campaign.id, subject) if campaign and subject else None
    person = people.person_by_subject(subject) if subject else None
    allowed = None
    if topic and subject:
        allowed = consent.allowed_by(subject, topic.purpose, topic.channel, sent_at)
    because, tag, ours = _answer(page, person, allowed)
    return Why(because, allowed, tag, ours, campaign.name if campaign else None, sent_at)


def _answer(page: LinkView, person: Person | None, allowed: Allowed | None) -> tuple[str, str, bool]:
    """(first sentence, tag, whether we did it)."""
    if allowed is not None:
        reason = consent.reason_on(allowed.act)
        return consent.because(allowed.act), reason.tag, reason.ours
    if person is None:
        return (
            _("We don’t hold this address, or not any more, so we can’t say why. The stop works all the same."),
            "",
            False,
        )
    if page.topic is None:
        return _("This link names no list. Sign in to see each list you are on, and why."), "", False
    if page.topic.default == "on_for_customers" and person.customer_since is not None:
        words = _(
            "Because you bought from us, and customers get this until they say stop. You never ticked a box for it."
        )
        return words, _("We added you"), True
    return _("We find no record of why. Tell us, and we look into it."), "", False
