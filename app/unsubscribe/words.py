"""The pages of stopping: what each says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app import consent, links
from app.consent import Act, ChangeLine, Written
from app.core import clock, settings
from app.core.chain import Scalar
from app.core.feature import declared
from app.core.forms import AddressForm
from app.topics import every_topic
from app.unsubscribe import service

Acting = Callable[[int | None], Act]


@dataclass(frozen=True)
class Route:
    """A way on from the start page."""

    title: str
    text: str
    url: str
    icon: str


def home_page(stop_form: AddressForm, sign_in_form: AddressForm) -> str:
    """The start page, with what was typed where it could not be used."""
    return render_template(
        "unsubscribe/home.html",
        stop_form=stop_form,
        sign_in_form=sign_in_form,
        minutes=int(links.SIGN_IN.total_seconds() // 60),
        routes=_routes(),
    )


def _routes() -> list[Route]:
    items = declared().menu("home")
    return [
        Route(str(item.label), str(item.text), url_for(item.endpoint, _anchor=item.anchor or None), item.icon)
        for item in items
    ]


def acting(method: str, seen: dict[str, Scalar], wording: str) -> Acting:
    """How a link's act is recorded, with the words of the button; the campaign is known only when the link is read."""

    def act(campaign_id: int | None) -> Act:
        return Act(method=method, source="stop link", wording=wording, campaign_id=campaign_id, evidence=seen)

    return act


def typed_wording() -> str:
    """What stood beside the typed address, and on its button."""
    return " ".join(
        (
            _("Type the address we write to. It takes effect at once. No sign-in, and we send no email back."),
            _("Stop all marketing email"),
        )
    )


def button_wording(slug: str | None, everything: bool) -> str:
    """The words of the button that was pressed on the page of a link."""
    return _("Stop all of it") if everything else _("Stop %(topic)s", topic=slug) if slug else _("Stop")


def refusal_wording() -> str:
    """The words of the button that refuses notes from friends."""
    return _("Refuse all notes like this")


def fewer_wording(choice: str) -> str:
    """The smaller offer that was taken."""
    month = choice == "month"
    offer = _("At most one a month") if month else _("Back in %(days)s days", days=service.OFFER_DAYS)
    return f"{_('Was it just too many?')} {offer}"


ONE_CLICK = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


def link_page(page: service.LinkView) -> str:
    """What a link stops, before anything is pressed."""
    return render_template(
        "unsubscribe/link.html",
        topic_title=page.topic.title if page.topic else None,
        how_often=page.topic.how_often if page.topic else "",
        masked=page.masked,
        channel=page.channel,
        others_go_on=any(topic != page.topic for topic in page.remaining),
        already_topic=page.stopped_topic,
        already_all=page.stopped_all,
        stop_url=_to("stop", page),
        why_url=_to("why", page),
    )


def done_page(page: service.LinkView, written: Written, slug: str | None, everything: bool) -> str:
    """What was stopped, what still comes, undo, and only then the smaller offer."""
    ticket = service.ticket(written, page.token)
    return render_template(
        "unsubscribe/link_done.html",
        headline=headline(page, slug, everything),
        since=clock.now(),
        masked=page.masked,
        topic_title=page.topic.title if page.topic else None,
        changes=changes(written),
        undo_ticket=ticket,
        undo_until=clock.now() + links.UNDO,
        undo_url=_to("undo", page),
        remaining=page.remaining,
        stop_url=_to("stop", page),
        stopped_all=page.stopped_all,
        nothing_left=not page.remaining,
        less_url=_to("fewer", page) if page.channel == "email" else None,
        pause_days=service.OFFER_DAYS,
        pause_until=service.pause_end(service.OFFER_DAYS),
        reason_url=_to("reason", page),
        why_url=_to("why", page),
    )


def fewer_page(page: service.LinkView, written: Written, until: date | None) -> str:
    """The smaller thing is in force."""
    quiet = _("Quiet until %(day)s", day=consent.pause_word(until.isoformat()).removeprefix("until ")) if until else ""
    return render_template(
        "unsubscribe/link_fewer_done.html",
        masked=page.masked,
        headline=quiet or _("At most one a month"),
        changes=changes(written),
        pause_until=_noon(until) if until else None,
        stop_url=url_for("unsubscribe.link", token=page.token),
    )


def _noon(day: date) -> datetime:
    """A day as a moment, for templates that print either."""
    return datetime.combine(day, time(12), settings.current().brand.zone).astimezone(UTC)


def headline(page: service.LinkView, slug: str | None, everything: bool) -> str:
    """You're off …"""
    topic = _named(page, slug)
    if everything or topic is None:
        return _("You’re off %(all)s", all=_lower(consent.all_marketing(page.channel)))
    return _("You’re off %(topic)s", topic=topic)


def _named(page: service.LinkView, slug: str | None) -> str | None:
    if slug is not None:
        return next((topic.title for topic in every_topic() if topic.slug == slug), None)
    return page.topic.title if page.topic else None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def changes(written: Written) -> list[ChangeLine]:
    """What changed, in words. Behind a link alone nobody learns who is a customer."""
    return consent.change_lines(written.changes, is_customer=True)


def _to(what: str, page: service.LinkView) -> Any:
    return url_for(f"unsubscribe.{what}", token=page.token)
