"""What a careful clerk with a card index would answer about paper mail. Shares no code with the product.

A card for each name at each house, which remembers whose life it belongs to; sheets for households, houses and labels.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field


@dataclass
class Card:
    """A name at a house. `life`: whose it is now. A card that ever carried a stop is kept when that life ends."""

    life: str
    stopped: bool = False
    carried: bool = False


@dataclass
class Person:
    house: str
    said_off: bool = False


@dataclass
class PaperClerk:
    """All that was stopped. A name is `First Last`; nobody shares one."""

    cards: dict[tuple[str, str], Card] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    households: set[tuple[str, str]] = field(default_factory=set)
    houses: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    lives: int = 0

    def may(self, name: str, house: str | None = None) -> bool:
        """To her where she lives, or to a name at a house that is nobody's we know."""
        person = self.people.get(name)
        house = person.house if person else house
        assert house is not None
        card = self.cards.get((name, house))
        life = name if person else card.life if card else ""
        off = person.said_off if person else False
        mine = any(one.stopped for one in self.cards.values() if one.life == life)
        shared = (name.rsplit(maxsplit=1)[-1], house) in self.households or house in self.houses or name in self.labels
        return not (off or mine or shared)

    def moves_in(self, name: str, house: str) -> None:
        self.people.setdefault(name, Person(house)).house = house
        self.cards.setdefault((name, house), Card(name)).life = name

    def stop(self, name: str, house: str, scope: str) -> None:
        if scope != "address":
            card = self.cards.setdefault((name, house), Card(self._new_life()))
            self._stop_life(card.life)
        if scope == "household":
            self.households.add((name.rsplit(maxsplit=1)[-1], house))
        if scope == "address":
            self.houses.add(house)

    def stop_label(self, name: str) -> None:
        if name in self.people:
            self._stop_life(name)
        else:
            self.labels.add(name)

    def says_yes(self, name: str) -> None:
        """Her own: everything that is hers alone is lifted."""
        self.people[name].said_off = False
        self.labels.discard(name)
        for card in self.cards.values():
            card.stopped = card.stopped and card.life != name

    def burn(self, name: str) -> None:
        """She is erased. What she stopped is written on her cards first; cards that say nothing are burnt."""
        if self.people[name].said_off:
            self._stop_life(name)
        life = self._new_life()
        for key, card in list(self.cards.items()):
            if card.life == name:
                card.life = life
                if not card.carried:
                    del self.cards[key]
        del self.people[name]

    def before(self) -> PaperClerk:
        return deepcopy(self)

    def take_back(self, earlier: PaperClerk) -> None:
        """As it stood then; but a card that carried a stop for a while did carry one."""
        for key, card in self.cards.items():
            kept = earlier.cards.setdefault(key, Card(card.life))
            kept.carried = kept.carried or card.carried
        vars(self).update({**vars(earlier), "lives": self.lives})

    def _stop_life(self, life: str) -> None:
        if life in self.people:
            self.people[life].said_off = True
        for card in self.cards.values():
            if card.life == life:
                card.stopped = card.carried = True

    def _new_life(self) -> str:
        self.lives += 1
        return f"nobody {self.lives}"
