"""Whatever is asked, by whom, for whom, on which day: the caps hold, and a plain model says the same."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app import consent, tell_a_friend
from app.core import clock
from app.core.database import session
from app.identity.sessions import begin_session
from app.products import Product
from app.tell_a_friend import DayIsFull
from tests.makers import says
from tests.tell_a_friend.notes import WORDS, posted

NOON = datetime.fromisoformat("2026-07-08T17:00:00Z")
PRESSES = st.lists(
    st.tuples(
        st.sampled_from(["sam@example.com", "sam+x@example.com", "bea@example.com"]),
        st.sampled_from(["cal@example.com", "cal+y@example.com", "dee@example.com", "eve@example.com"]),
        st.integers(0, 1),  # which product
        st.sampled_from([0, 0, 0, 1, 200, 366]),  # days later
    ),
    max_size=14,
)


def plain(address: str) -> str:
    return address.split("+", maxsplit=1)[0].split("@", maxsplit=1)[0]


def of_round(address: str, number: int) -> str:
    """Each round has people of its own; who refused stays who she is."""
    return address if plain(address) == "eve" else f"r{number}-{address}"


class Model:
    """The rules as one would tell them."""

    def __init__(self) -> None:
        self.ever: set[tuple[str, int]] = set()
        self.last: dict[str, datetime] = {}
        self.days: Counter[tuple[str, str]] = Counter()

    def sends(self, sender: str, friend: str, product: int, at: datetime) -> bool | None:
        """Whether a mail is posted; None: her day is full."""
        day = (plain(sender), f"{at:%Y-%m-%d}")
        if self.days[day] == 5:
            return None
        self.days[day] += 1
        name = plain(friend)
        if name == "eve" or (name, product) in self.ever:  # eve refused all notes
            return False
        if name in self.last and at < self.last[name].replace(year=self.last[name].year + 1):
            return False
        self.ever.add((name, product))
        self.last[name] = at
        return True


def press(product: Product, sender: str, friend: str, place: int) -> bool | None:
    words = replace(WORDS, sender_address=sender, friend_address=friend)
    row = tell_a_friend.ask(product, words, f"10.{place}")
    session().commit()
    before = len(posted())
    try:
        tell_a_friend.send(row.id, begin_session(sender).subject_id)
    except DayIsFull:
        session().rollback()
        return None
    session().commit()
    return len(posted()) > before


def test_the_caps_hold_in_any_order(app: Flask, app_context: None) -> None:
    says("eve@example.com", consent.RECOMMENDATIONS, consent.OFF, method="friend_page")
    rounds = iter(range(10_000))

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(PRESSES)
    def holds(presses: list[tuple[str, str, int, int]]) -> None:
        number, model = next(rounds), Model()
        start = NOON
        products = fresh_products(number)
        for place, (sender, friend, which, days) in enumerate(presses):
            start += timedelta(days=days)
            with clock.set_to(start):
                expected = model.sends(sender, friend, which, start)
                assert (
                    press(products[which], of_round(sender, number), of_round(friend, number), 1000 * number + place)
                    == expected
                )

    holds()


def fresh_products(number: int) -> list[Product]:
    products = [
        Product(sku=f"JP-{number}-{which}", slug=f"p-{number}-{which}", title=f"P {number} {which}", added_at=NOON)
        for which in range(2)
    ]
    session().add_all(products)
    session().commit()
    return products
