"""The words of the ledger: purposes, states, methods, and an act as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.core.chain import Scalar
from app.core.database import random_id
from app.core.feature import refuse_duplicates

MARKETING = "marketing"
PACE = "pace"
PAUSE = "pause"
MEASUREMENT = "measurement"
# Notes from friends: a refusal stands for ever, and makes nobody a contact.
RECOMMENDATIONS = "recommendations"
PREFERRED_CHANNEL = "preferred_channel"
# Guesses from what she viewed and bought: off removes them and blocks new ones.
INFERENCE = "profile.inference"
# What she told us about, to pick what we send her, and for ads elsewhere. Never answered is no yes (policy S12).
ANIMALS_MAIL, ANIMALS_ADS = "animals.mail", "animals.ads"
INTERESTS_MAIL, INTERESTS_ADS = "interests.mail", "interests.ads"
ANY_CHANNEL = "any"

ON = "on"
OFF = "off"
UNSET = "unset"  # never asked, or set back to it by an undo
NO_PAUSE = "none"


@dataclass(frozen=True)
class Method:
    """How an act came about. `personal`: by herself, her agent, or staff recording her call or letter."""

    name: str
    personal: bool


METHODS = (
    Method("agent", personal=True),
    # "This is spam", pressed in her mail program and reported by its provider (RFC 5965).
    Method("complaint", personal=True),
    Method("enrolment", personal=False),
    Method("erasure", personal=False),
    # The link in a note from a friend: it says no for that address.
    Method("friend_page", personal=True),
    Method("import", personal=False),
    Method("legacy_import", personal=False),
    # Customer number and ZIP, or the two lines, copied from a label by whoever holds it: nobody proved to be anybody.
    Method("label", personal=False),
    # The short address or QR code that was printed for one person: a stop link on paper.
    Method("label_link", personal=True),
    Method("letter", personal=True),
    Method("link_page", personal=True),
    # Written in a mail to us ("STOP"), and recorded by staff.
    Method("mail", personal=True),
    # The mailto: form of a stop link (RFC 2369).
    Method("mailto", personal=True),
    # Two records of one person became one: the stricter of what both said (docs/merge-law.md).
    Method("merge", personal=False),
    # "Not for me", "moved", "deceased", told by whoever has the piece in hand.
    Method("paper_report", personal=False),
    Method("one_click", personal=True),
    Method("phone", personal=True),
    Method("preference_page", personal=True),
    Method("profile_page", personal=True),
    # 39 USC 3008, from the Postal Service: staff enter it, nobody lifts it.
    Method("prohibitory_order", personal=False),
    Method("review_page", personal=True),
    # Stands in her place as an undo does: it takes back a stop that was counted as hers and was a machine's (decision 11).
    Method("scanner_restore", personal=True),
    Method("suppression_import", personal=False),
    Method("typed_address", personal=False),
    Method("undo", personal=True),
)
refuse_duplicates("method", (method.name for method in METHODS))
_PERSONAL = {method.name: method.personal for method in METHODS}


def is_personal(method: str) -> bool:
    """Whether that method makes a person's own act. Raises KeyError for an undeclared method."""
    return _PERSONAL[method]


@dataclass(frozen=True)
class Change:
    """What should be from now on, for one purpose on one channel."""

    purpose: str
    channel: str
    state: str


@dataclass(frozen=True)
class Act:
    """Who did it and how. One act may hold several changes; they share `act_id`, and an undo takes back all of it."""

    method: str
    source: str
    actor: str = "self"
    wording: str | None = None
    language: str = "en"
    campaign_id: int | None = None
    claimed_at: datetime | None = None
    evidence: dict[str, Scalar] = field(default_factory=dict)
    act_id: str = field(default_factory=random_id)

    def __post_init__(self) -> None:
        is_personal(self.method)


@dataclass(frozen=True)
class Changed:
    """What did change: from what to what, in which entry."""

    purpose: str
    channel: str
    old: str
    new: str
    act_id: str


def topic_purpose(slug: str) -> str:
    """The purpose under which a topic stands in the ledger."""
    return f"topic:{slug}"


def pace_purpose(slug: str) -> str:
    """The purpose under which the pace of one catalog stands: all, year4, year1."""
    return f"pace:{slug}"


def topic_slug(purpose: str) -> str | None:
    """The slug in a topic's purpose; None for any other purpose."""
    return purpose.removeprefix("topic:") if purpose.startswith("topic:") else None
