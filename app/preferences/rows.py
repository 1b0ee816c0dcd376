"""How each topic stands for one person, and why, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from app import consent
from app.consent import MARKETING, OFF, ON, Explained, Standing, is_personal
from app.core import settings
from app.paper import PrintRun
from app.people import Person
from app.topics import Topic

# Still on, only not sent today.
_RESTING = ("paused", "pace")


@dataclass(frozen=True)
class TopicRow:
    """One topic on the page. `state`: 'on', 'off' or 'never' (asked); `tag_ours`: we switched it on, not she."""

    slug: str
    title: str
    description: str
    how_often: str
    a_month: int
    channel: str
    sending: bool
    state: str
    tag: str
    tag_ours: bool
    why: str | None
    never_means: str | None
    seq: str
    # Paper: its pace, issues printed already, and what stops it for the whole address, in words.
    is_catalog: bool = False
    pace: str = "all"
    printed: tuple[PrintRun, ...] = ()
    shared: str = ""

    @property
    def input_id(self) -> str:
        return f"topic-{self.slug}"


def is_sending(standing: Standing, topic: Topic) -> bool:
    """Whether the topic is on for her: breaks, pace and a missing or dead address put aside, for they are not her choice."""
    able = replace(standing, has_postal_address=True, is_undeliverable=False)
    decision = consent.decide(able, topic)
    return decision.allowed or decision.reason in _RESTING


def topic_row(topic: Topic, standing: Standing, known: dict[tuple[str, str], Explained], person: Person) -> TopicRow:
    """One topic, with the reason it stands as it does."""
    found = known.get((topic.purpose, topic.channel))
    everything = known.get((MARKETING, topic.channel))
    sending = is_sending(standing, topic)
    state = found.state if found and found.state in (ON, OFF) else "never"
    tag, ours, why = _how(found, person, sending=sending)
    return TopicRow(
        slug=topic.slug,
        title=topic.title,
        description=topic.description,
        how_often=topic.how_often,
        a_month=topic.a_month,
        channel=topic.channel,
        sending=sending,
        state=state,
        tag=tag,
        tag_ours=ours,
        why=why,
        never_means=None if sending else _("We don’t send it unless you tick it."),
        seq=f"{found.act_id if found else ''}/{everything.act_id if everything else ''}",
    )


def _how(found: Explained | None, person: Person, *, sending: bool) -> tuple[str, bool, str | None]:
    """(tag, whether we did it, why) of a topic."""
    if found is not None and found.state == OFF:
        return _OFF_TAGS.get(found.method, _off_otherwise)(found), False, None
    if found is not None and found.state == ON:
        return _ON_TAGS.get(found.method, _on_by_her)(found)
    if sending and person.customer_since is not None:
        why = _(
            "You bought from us, and customers get this until they say stop. You are in our files since %(day)s. "
            "You never ticked a box for this one.",
            day=_day(person.customer_since),
        )
        return _("We added you"), True, why
    return "", False, None


def _on_by_her(found: Explained) -> tuple[str, bool, str]:
    return _("You turned this on"), False, _("You turned this on here on %(day)s.", day=_day(found.at))


def _on_by_import(found: Explained) -> tuple[str, bool, str]:
    when = _day(found.claimed_at or found.at)
    why = _("You signed up on %(day)s (%(how)s).", day=when, how=found.source)
    if found.wording:
        why += " " + _("The words you agreed to: “%(words)s”", words=found.wording)
    return _("You signed up"), False, why


def _on_by_old_list(found: Explained) -> tuple[str, bool, str]:
    why = _(
        "Brought over from our old list (%(origin)s), as it stood on %(day)s. We have no record of when you ticked it.",
        origin=found.source,
        day=_day(found.claimed_at or found.at),
    )
    return _("From our old list"), True, why


def _on_by_enrolment(found: Explained) -> tuple[str, bool, str]:
    why = _("We added you on %(day)s because %(reason)s.", day=_day(found.at), reason=found.wording or found.source)
    return _("We added you"), True, why + " " + _("You never ticked a box for this one.")


def _on_again(found: Explained) -> tuple[str, bool, str]:
    why = _(
        "You had this. A stop came by the link in our email, pressed by a mail scanner as far as we can tell, so on %(day)s we "
        "turned it back on and wrote to you.",
        day=_day(found.at),
    )
    return _("We turned this back on"), True, why


_ON_TAGS: dict[str, Callable[[Explained], tuple[str, bool, str]]] = {
    "import": _on_by_import,
    "legacy_import": _on_by_old_list,
    "enrolment": _on_by_enrolment,
    "scanner_restore": _on_again,
}

_OFF_TAGS: dict[str, Callable[[Explained], str]] = {
    "one_click": lambda found: _("You stopped this from an email on %(day)s", day=_short(found.at)),
    "link_page": lambda found: _("You stopped this from an email on %(day)s", day=_short(found.at)),
    "phone": lambda found: _("You stopped this by phone on %(day)s", day=_short(found.at)),
    "letter": lambda found: _("You stopped this by letter on %(day)s", day=_short(found.at)),
    "suppression_import": lambda found: _("A stop reached us from our mail service on %(day)s", day=_short(found.at)),
    "import": lambda found: _("Our records said stop on %(day)s", day=_short(found.at)),
}


def _off_otherwise(found: Explained) -> str:
    if is_personal(found.method):
        return _("You turned this off on %(day)s", day=_short(found.at))
    return _("Stopped on %(day)s", day=_short(found.at))


def _day(moment: datetime | date) -> str:
    return format_date(_local(moment), "long", locale=str(get_locale() or "en_US"))


def _short(moment: datetime) -> str:
    return format_date(_local(moment), "MMM d, y", locale=str(get_locale() or "en_US"))


def _local(moment: datetime | date) -> date:
    return moment.astimezone(settings.current().brand.zone).date() if isinstance(moment, datetime) else moment
