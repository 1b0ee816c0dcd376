"""What a careful clerk with a card index would answer. Shares no code with the product: it imports nothing from it.

One card an address. A card survives an erasure only as the list of what was stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

EVERYTHING = "everything"
REST = {"week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True)
class Subject:
    """What mail may be about."""

    name: str
    for_customers: bool = False
    service: bool = False


@dataclass
class Press:
    """The last press of a stop button, as long as nothing else happened to that card."""

    what: str
    before: str | None
    new: bool


@dataclass
class Card:
    """All the clerk knows about one address."""

    customer: bool = False
    said: dict[str, str] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)
    at_most: str = "all"
    away_until: date | None = None
    mailed_on: list[date] = field(default_factory=list)
    press: Press | None = None


class Clerk:
    """Keeps the cards and answers whether a letter may go out."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._cards: dict[str, Card] = {}

    def card(self, address: str) -> Card:
        return self._cards.setdefault(address.lower(), Card())

    def may_mail(self, address: str, about: Subject, now: datetime) -> bool:
        card = self.card(address)
        if about.service:
            return True
        if card.stopped & {EVERYTHING, about.name} or "off" in (card.said.get(EVERYTHING), card.said.get(about.name)):
            return False
        if card.said.get(about.name) != "on" and not (about.for_customers and card.customer):
            return False
        return not self._resting(card, now.astimezone(self._zone).date())

    def _resting(self, card: Card, today: date) -> bool:
        if card.away_until and today < card.away_until:
            return True
        return card.at_most in REST and any(today < day + REST[card.at_most] for day in card.mailed_on)

    def file_names(self, address: str, *, customer: bool) -> None:
        """A file of customers has this address in it."""
        card = self.card(address)
        card.customer = card.customer or customer
        card.press = None

    def file_says(self, address: str, what: str, state: str) -> None:
        """A file claims a state: it may turn off, or set what was never said."""
        card = self.card(address)
        if state == "off":
            card.said[what] = "off"
            card.stopped.add(what)
        else:
            card.said.setdefault(what, "on")
        card.press = None

    def she_says(self, address: str, what: str, state: str) -> None:
        """Her own act, on her page: it holds whatever stood before."""
        if state == "off":
            self.stop(address, what)
        else:
            card = self.card(address)
            card.said[what] = "on"
            card.stopped.discard(what)
            card.press = None

    def stop(self, address: str, what: str) -> None:
        """A stop: by link, by typed address or on her page."""
        card = self.card(address)
        before, new = card.said.get(what), what not in card.stopped
        card.said[what] = "off"
        card.stopped.add(what)
        card.press = Press(what, before, new) if before != "off" else None

    def undo(self, address: str) -> None:
        """The button on the answer to her press: back to what stood before it, and no further."""
        card = self.card(address)
        press = card.press
        assert press is not None
        if press.before is None:
            del card.said[press.what]
        else:
            card.said[press.what] = press.before
        if press.new:
            card.stopped.discard(press.what)
        card.press = None

    def erase(self, address: str) -> None:
        """Her card is burnt; what she stopped is copied first."""
        old = self.card(address)
        stopped = old.stopped | {what for what, state in old.said.items() if state == "off"}
        self._cards[address.lower()] = Card(stopped=stopped)
