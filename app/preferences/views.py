"""What the page says: state first, then what was just done, then the controls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from app import consent, links, people
from app.channels import CHANNELS
from app.consent import MARKETING, ChangeLine, pause_word
from app.core import clock, settings
from app.core.forms import empty_address
from app.preferences import drafts, saving
from app.preferences.expected import in_words
from app.preferences.paper_views import done_by, forecast_line, last_on, now_expected, profile_url, shared_lines
from app.preferences.saving import Submitted, snapshot
from app.preferences.standing import BREAKS, Choices
from app.suppression import Scope

WHATS = ("saved", "undone", "stopped", "came_back")


@dataclass(frozen=True)
class SummaryLine:
    """One line of "Right now"."""

    icon: str
    strong: str
    rest: str


@dataclass(frozen=True)
class NotApplied:
    """A turn-on, or a looser setting, of an older page. `slug` is empty for a setting, which has no button of its own."""

    label: str
    slug: str


@dataclass(frozen=True)
class SavedBanner:
    """What was just done, and its undo."""

    what: str
    at: datetime
    changes: list[ChangeLine]
    ticket: str | None
    undo_until: datetime | None
    not_applied: list[NotApplied]
    forecast: ChangeLine | None  # what she will get, before → after
    last_on: date | None  # until when something may come of what she stopped on paper


def page(subject_id: str, choices: Choices, banner: SavedBanner | None) -> str:
    """The whole page."""
    return render_template(
        "preferences/page.html",
        summary=summary(choices),
        forecast=in_words(now_expected(choices)),
        shared=shared_lines(choices),
        last_on=choices.paper.coming.last_on,
        profile_url=profile_url(),
        saved=banner,
        typed_stop_on=choices.typed_stop_at,
        stopped_all_on=choices.stopped["email"] if len(choices.stopped) == len(CHANNELS) else None,
        stopped_on=_one_stopped(choices),
        pause_until=_noon(choices.pause_until) if choices.pause_until else None,
        email_topics=choices.of("email"),
        post_topics=choices.of("post"),
        postal_lines=_postal_lines(choices),
        pace=choices.pace,
        breaks=[_Break(days, _noon(_today() + timedelta(days=days))) for days in BREAKS],
        preferred_channel=choices.preferred_channel,
        measurement=choices.measurement,
        shown=snapshot(subject_id, choices),
    )


@dataclass(frozen=True)
class _Break:
    days: int
    until: datetime


@dataclass(frozen=True)
class StoppedChannel:
    """All marketing on one channel is stopped, the other goes on. `by_order`: the Postal Service's, which nobody lifts."""

    name: str
    at: datetime
    by_order: bool = False


def _one_stopped(choices: Choices) -> StoppedChannel | None:
    """The one channel on which everything is stopped; a typed address has a notice of its own, and so has a shared stop that
    is not hers to end: nothing would come back before."""
    if len(choices.stopped) != 1 or choices.typed_stop_at:
        return None
    channel, at = next(iter(choices.stopped.items()))
    if channel == "post" and any(MARKETING in stop.purposes and not stop.mine for stop in choices.paper.shared):
        return None
    by_order = (channel, Scope.ALL_CONTACT, "") in choices.standing.suppressions
    return StoppedChannel(consent.all_marketing(channel), at, by_order)


def _today() -> date:
    return clock.today(settings.current().brand.zone)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), settings.current().brand.zone).astimezone(UTC)


def _postal_lines(choices: Choices) -> list[str]:
    held = people.postal_address_of(choices.person)
    return [line for line in (choices.person.display_name, *held.lines) if line] if held else []


def summary(choices: Choices) -> list[SummaryLine]:
    """How things are now, in a sentence for each channel."""
    return [_email_line(choices), _paper_line(choices)]


def _email_line(choices: Choices) -> SummaryLine:
    sending = [row for row in choices.of("email") if row.sending]
    if not sending:
        return SummaryLine("mail", _("No marketing email"), "")
    strong = ngettext("%(num)s kind of email", "%(num)s kinds of email", len(sending))
    if choices.pause_until:
        until = pause_word(choices.pause_until.isoformat())
        return SummaryLine("mail", strong, _(", on a break %(until)s", until=until))
    if choices.pace == "all":
        return SummaryLine("mail", strong, _(", to %(address)s", address=choices.address))
    pace = _("at most one a week") if choices.pace == "week" else _("at most one a month")
    return SummaryLine("mail", strong, _(", %(pace)s, to %(address)s", pace=pace, address=choices.address))


def _paper_line(choices: Choices) -> SummaryLine:
    sending = [row for row in choices.of("post") if row.sending]
    held = people.postal_address_of(choices.person)
    if not sending or held is None:
        return SummaryLine("book", _("No paper mail"), "")
    strong = ngettext("%(num)s kind of paper mail", "%(num)s kinds of paper mail", len(sending))
    return SummaryLine("book", strong, _(", to %(place)s", place=held.place))


def banner(subject_id: str, choices: Choices, arguments: Any) -> SavedBanner | None:
    """What was just done, read back from the ledger: the address names the act, the entries say what it changed."""
    what = arguments.get("what", "")
    act_id = arguments.get("act", "")
    done = done_by(choices, subject_id, act_id) if act_id else None
    if what not in WHATS or (done is None and what != "saved"):
        return None  # only the ledger says that something was stopped, undone or brought back
    at = done.at if done else clock.now()
    fresh = done is not None and clock.now() < at + links.UNDO
    customer = choices.person.customer_since is not None
    return SavedBanner(
        what=what,
        at=at,
        changes=consent.change_lines(done.changes, is_customer=customer) if done else [],
        ticket=links.prove("undo", {"act": act_id, "subject": subject_id}) if fresh else None,
        undo_until=at + links.UNDO if fresh else None,
        not_applied=_not_applied(choices, arguments.get("kept", "")),
        forecast=forecast_line(choices, done) if done else None,
        last_on=last_on(choices, done) if done else None,
    )


def _not_applied(choices: Choices, kept: str) -> list[NotApplied]:
    names = kept.split(",")[:50]
    rows = (choices.row(slug) for slug in names)
    topics = [NotApplied(row.title, row.slug) for row in rows if row is not None and not row.sending]
    topics += [
        NotApplied(_("%(title)s, how often", title=row.title), "")
        for row in choices.rows
        if consent.pace_purpose(row.slug) in names
    ]
    return topics + [NotApplied(words, "") for name, words in saving.setting_words().items() if name in names]


def too_old(shown: dict[str, Any] | None, sent: Submitted) -> str:
    """The session had ended: what was chosen, and the way to save it after all."""
    return render_template(
        "preferences/form_too_old.html",
        chosen=drafts.chosen(shown, sent) if shown else [],
        form=empty_address(),
        draft=drafts.draft(shown, sent) if shown else "",
        minutes=int(links.SIGN_IN.total_seconds() // 60),
    )
