"""The acts of demo people, each with the method, source and words the product's own pages and commands give it."""

from __future__ import annotations

from datetime import datetime

from app.consent import MARKETING, OFF, ON, Change, topic_purpose
from app.core.chain import Scalar
from app.demo.story import Step

# RFC 5737: a network that belongs to nobody.
_NETWORK = "192.0.2.0/24"


def on(slug: str, channel: str = "email") -> Change:
    """A topic is turned on."""
    return Change(topic_purpose(slug), channel, ON)


def off(slug: str, channel: str = "email") -> Change:
    """A topic is turned off."""
    return Change(topic_purpose(slug), channel, OFF)


def everything(state: str) -> tuple[Change, Change]:
    """All marketing on both channels."""
    return Change(MARKETING, "email", state), Change(MARKETING, "post", state)


def signed_up(at: datetime, slug: str, how: str, wording: str, claimed_at: datetime) -> Step:
    """A file brought her agreement, with method, day and words."""
    return Step(
        at, method="import", source=how, actor="import", changes=(on(slug),), wording=wording, claimed_at=claimed_at
    )


def old_list(at: datetime, slug: str, origin: str, as_of: datetime) -> Step:
    """She stood on an old list; nobody knows when she ticked it."""
    return Step(at, method="legacy_import", source=origin, actor="import", changes=(on(slug),), claimed_at=as_of)


def enrolled(at: datetime, slug: str, reason: str, channel: str = "email") -> Step:
    """The shop put her on a topic. The page says: We added you … because `reason`."""
    changes = (on(slug, channel),)
    return Step(at, method="enrolment", source="purchase", actor="import", changes=changes, wording=reason)


def saved(at: datetime, *changes: Change, wording: str | None = None) -> Step:
    """She saved her choices. Without `wording`, the words beside each changed box are recorded."""
    seen = {"network": _NETWORK, "program": "browser", "page": "preferences.save"}
    return Step(at, method="preference_page", source="preferences", changes=changes, wording=wording, seen=seen)


def one_click(at: datetime, slug: str) -> Step:
    """Her mail program's own button."""
    seen = {"network": _NETWORK, "program": "mail provider", "page": "unsubscribe.one_click"}
    words = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    return Step(at, method="one_click", source="stop link", changes=(off(slug),), wording=words, seen=seen)


def link_page(at: datetime, *changes: Change) -> Step:
    """A button on the page behind a stop link."""
    seen = {"network": _NETWORK, "program": "browser", "page": "unsubscribe.stop"}
    return Step(at, method="link_page", source="stop link", changes=changes, wording="Stop", seen=seen)


def typed(at: datetime) -> Step:
    """Someone typed her address into *Stop emails*."""
    seen: dict[str, Scalar] = {"network": _NETWORK, "program": "browser", "page": "unsubscribe.stop_typed"}
    words = "Type the address we write to. It takes effect at once. No sign-in, and we send no email back."
    changes = (Change(MARKETING, "email", OFF),)
    return Step(
        at,
        method="typed_address",
        source="typed address",
        actor="someone",
        changes=changes,
        wording=words,
        seen=seen | {"one of many": 0},
    )


def told_staff(at: datetime, method: str, *changes: Change) -> Step:
    """Her call or letter, written down by customer support."""
    return Step(at, method=method, source="customer support", actor="staff", changes=changes)
