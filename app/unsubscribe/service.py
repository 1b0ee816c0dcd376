"""What a stop link may do: show what can be stopped, stop it, take back its own press, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import consent, links, suppression, topics
from app.consent import MARKETING, OFF, PACE, PAUSE, Act, Change, Written
from app.core import clock, settings
from app.core.chain import Scalar
from app.core.database import insert, session, table
from app.core.fingerprints import fingerprint, mask, match_key
from app.core.refusals import Refusal
from app.topics import Topic
from app.unsubscribe.models import StopReason

OFFER_DAYS = 90
REASONS = ("too_many", "not_relevant", "never_signed_up", "other")
# Reasons under which a topic is not sent today but is still on.
_RESTING = ("paused", "pace")

# Reasons that are somebody's stop.
_STOPS = ("suppressed_contact", "suppressed_marketing", "suppressed_topic", "stopped_marketing", "stopped_topic")


class BadChoice(Refusal):
    """The form named something that is not on the page."""


@dataclass(frozen=True)
class LinkView:
    """What the holder of a stop link may see: the topic, a masked address, and what can still be stopped."""

    token: str
    link: links.StopLink
    topic: Topic | None
    masked: str | None
    stopped_all: bool
    remaining: tuple[Topic, ...]
    subject_id: str | None = None
    was_stopped: bool = False  # somebody stopped it, which is more than that it is not on

    @property
    def channel(self) -> str:
        return self.link.fingerprint.channel

    @property
    def stopped_topic(self) -> bool:
        return self.stopped_all or (self.topic is not None and self.topic not in self.remaining)


def view(token: str) -> LinkView:
    """Read a link and what stands behind it. Raises BadStopLink. Changes nothing."""
    link = _stop_link(token)
    mark = link.fingerprint
    # A link of mail to an address she left still stops her mail, wherever it goes now.
    standing = replace(consent.standing_of([mark.value], on_paper=mark.channel == "post"), is_left=False)
    offered = [topic for topic in topics.every_topic() if topic.channel == mark.channel and topic.is_marketing]
    remaining = tuple(topic for topic in offered if topic.is_offered and _is_on(standing, topic))
    named = next((topic for topic in offered if topic.id == link.topic_id), None)
    stopped_all = standing.state(MARKETING, mark.channel) == OFF or any(
        scope == suppression.Scope.ALL_MARKETING for channel, scope, _slug in standing.suppressions
    )
    was_stopped = stopped_all or (named is not None and consent.decide(standing, named).reason in _STOPS)
    masked = _masked(link, standing)
    return LinkView(token, link, named, masked, stopped_all, remaining, standing.subject_id, was_stopped)


def _stop_link(token: str) -> links.StopLink:
    """The link, if it stops mail of ours: one that refuses notes from friends never reaches other mail."""
    link = links.read_stop(token)
    if link.kind != "stop":
        raise links.BadStopLink(_("This link refuses notes from friends. It does nothing else."))
    return link


def _is_on(standing: consent.Standing, topic: Topic) -> bool:
    decision = consent.decide(standing, topic)
    return decision.allowed or decision.reason in _RESTING


def _masked(link: links.StopLink, standing: consent.Standing) -> str | None:
    """The address, masked, where one is held whose fingerprint this is."""
    ring, mark = settings.current().fingerprint_keys, link.fingerprint
    if standing.subject_id is None or mark.channel != "email" or mark.key_id not in ring.keys:
        return None
    for address in consent.addresses_of(standing.subject_id):
        if fingerprint(ring, "email", match_key(address), key_id=mark.key_id).value == mark.value:
            return mask(address)
    return None


def stop_by_link(
    token: str, act: Callable[[int | None], Act], slug: str | None = None, *, all_of_it: bool = False
) -> Written:
    """Stop what the link names, another topic (`slug`), or all marketing. A repeat changes nothing.

    Raises BadStopLink, or BadChoice for a topic that is not one of this channel. Flushes.
    """
    link = _stop_link(token)
    if slug is not None and not all_of_it:
        _check_slug(slug, link.fingerprint.channel)
    doing = act(link.campaign_id or None)
    return consent.stop_by_fingerprint(link.fingerprint, link.topic_id, doing, slug, everything=all_of_it)


def _check_slug(slug: str, channel: str) -> None:
    known = {topic.slug for topic in topics.every_topic() if topic.channel == channel and topic.is_marketing}
    if slug not in known:
        raise BadChoice(_("That list is not one of ours. Go back and press the button of the list you mean."))


def stop_typed(address: str, seen: dict[str, Scalar], wording: str) -> Written:
    """Stop all marketing email to a typed address, known to us or not. Flushes."""
    act = Act(method="typed_address", source="typed address", actor="someone", wording=wording, evidence=seen)
    return consent.stop_destination(suppression.mark_for(address), None, act, address)


def ticket(written: Written, token: str) -> str | None:
    """The undo ticket of one press; None when the press changed nothing."""
    return links.prove("undo", {"act": written.act_id, "link": _holder(token)}) if written.changes else None


def read_ticket(token: str, text: str) -> links.Proof:
    """The ticket, if it came from a press on this link's page. Raises BadToken, TokenEnded or BadChoice."""
    proof = links.read_proof("undo", text)
    if proof.payload.get("link") != _holder(token):
        raise BadChoice(_("This button belongs to another page. Open your choices instead."))
    return proof


def _holder(token: str) -> str:
    link = links.read_stop(token)
    return ("" if link.kind == "stop" else f"{link.kind}/") + link.fingerprint.value.hex()


def take_back(token: str, text: str, act: Act) -> Written:
    """Undo one press, once. Raises AlreadyUsed for a second try. Flushes."""
    proof = read_ticket(token, text)
    links.use(proof)
    return consent.undo(str(proof.payload["act"]), act)


def take_fewer(token: str, text: str, less: str, act: Act) -> tuple[Written, date | None]:
    """Instead of the stop: at most one a month, or a break. The press is taken back, the smaller thing put in its place.

    Returns what changed and the day a break ends. Raises BadChoice when neither was chosen. Flushes.
    """
    if _stop_link(token).fingerprint.channel != "email":
        raise BadChoice(_("Pace and breaks are for email. The stop stays in force."))
    change, until = _less(less)
    taken = take_back(token, text, act)
    if not taken.changes:
        raise BadChoice(_("You stopped again since, so the stop stays in force. Open your choices to change it."))
    mark = suppression.mark_for_link(links.read_stop(token).fingerprint)
    fewer = consent.choose(mark.subject_id, [change], act)
    return Written(act.act_id, taken.changes + fewer.changes), until


def _less(less: str) -> tuple[Change, date | None]:
    if less == "month":
        return Change(PACE, "email", "month"), None
    if less == str(OFFER_DAYS):
        until = pause_end(OFFER_DAYS)
        return Change(PAUSE, "email", until.isoformat()), until
    raise BadChoice(_("Choose one of the two, then press the button. Until then the stop stays in force."))


def pause_end(days: int) -> date:
    """The day mail may come again after a break that starts today, in the shop's zone."""
    return clock.today(settings.current().brand.zone) + timedelta(days=days)


def keep_reason(token: str, text: str, reason: str) -> None:
    """Keep why, if she said so. Raises BadStopLink, or BadChoice for a reason that is not on the page. Flushes."""
    _stop_link(token)
    if reason not in REASONS:
        raise BadChoice(_("Choose one of the reasons, or close this page. You’re done either way."))
    proof = read_ticket(token, text)
    values = {"act_id": str(proof.payload["act"]), "reason": reason, "at": clock.now()}
    session().execute(insert(table(StopReason)).values(values).on_conflict_do_nothing())


def count_reasons() -> dict[str, int]:
    """Reason → how often it was given."""
    rows = session().execute(select(StopReason.reason, func.count()).group_by(StopReason.reason))
    return {reason: count for reason, count in rows}  # noqa: C416 — a row is no pair to the type checker
