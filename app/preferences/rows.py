"""How each topic stands for one person, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app import consent
from app.consent import MARKETING, OFF, ON, Explained, Standing
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
        return consent.off_words(found), False, None
    if found is not None and found.state == ON:
        reason = consent.reason_on(found)
    elif sending and person.customer_since is not None:
        reason = consent.reason_customer(person.customer_since)
    else:
        return "", False, None
    return reason.tag, reason.ours, reason.why
