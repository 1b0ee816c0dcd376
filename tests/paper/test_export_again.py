"""What stood then can be had again, and a delta leads from one batch to the next: whatever happened in between."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.database import session
from app.paper.export_rows import record_of
from tests.makers import a_person, the_person
from tests.paper.life import Life
from tests.paper.mailhouse import Handed, House, Row, house

__all__ = ["house"]
SEEDS = range(8)
NOT_COMPARED = ("batch", "effective_date", "change")


def as_rows(rows: list[Row]) -> Counter[tuple[str, ...]]:
    """Rows without what differs between batches."""
    return Counter(tuple(value for name, value in row.items() if name not in NOT_COMPARED) for row in rows)


def applied(full: list[Row], delta: list[Row]) -> Counter[tuple[str, ...]]:
    """What the mail house holds after a delta: line by line, as docs/operations.md tells it to."""
    held = as_rows(full)
    for row in delta:
        (cells,) = as_rows([row])
        if row["change"] == "add":
            held[cells] += 1
        elif row["topic"]:
            held[cells] -= 1
        else:
            held = Counter({one: count for one, count in held.items() if one[-1] != row["record"]})
    assert not [count for count in held.values() if count not in (0, 1)]
    return +held


def hands(house: House, life: Life, *options: str) -> Handed:
    with clock.set_to(life.now):
        return house.hand(*options)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_moment_comes_again_after_whatever_happened_since(house: House, seed: int) -> None:
    life = Life(seed)
    life.passes(25)
    first, before = hands(house, life), len(life.erased)
    life.passes(25)
    again = hands(house, life, "--as-of", first.manifest["as_of"])
    gone = {record_of(subject) for subject in life.erased[before:]}
    if not gone:
        assert (again.bytes, again.manifest) == (first.bytes, first.manifest)
    assert [row for row in first.listed if row["record"] not in gone] == again.listed
    mine = [[row for row in one.stops if row["scope"] == "person"] for one in (first, again)]
    assert [row for row in mine[0] if row["record"] not in gone] == mine[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_full_batch_and_its_deltas_make_the_next_full_one(house: House, seed: int) -> None:
    life = Life(seed)
    life.passes(15)
    base = hands(house, life)
    for erases in (False, True, False):
        life.passes(10)
        if erases:
            life.erases()
        delta, full = hands(house, life, "--since", base.id), hands(house, life)
        assert applied(base.listed, delta.listed) == as_rows(full.listed)
        assert applied(base.stops, delta.stops) == as_rows(full.stops)
        assert delta.manifest["since"] == base.id
        base = full


def test_who_became_a_customer_or_was_frozen_later_stands_as_she_did(house: House) -> None:
    life = Life(3)
    with clock.set_to(life.now):
        a_person("l@example.com", street="7 Elm Street", first_name="l")
        a_person("c@example.com", street="8 Elm Street", first_name="c", is_customer=True)
        first = house.hand()
    with clock.set_to(life.now + timedelta(days=1)):
        the_person("l@example.com").customer_since = clock.now()
        the_person("c@example.com").frozen_at = clock.now()
        session().commit()
        now, again = house.hand(), house.hand("--as-of", first.manifest["as_of"])
    assert ("l", "paper-1") in now.pairs - first.pairs and ("c", "paper-1") in first.pairs - now.pairs
    assert again.bytes == first.bytes


def test_an_erased_person_is_dropped_by_a_number_that_says_nothing(house: House) -> None:
    life = Life(1)
    base = hands(house, life)
    life.erases()
    delta = hands(house, life, "--since", base.id)
    (row,) = delta.listed
    assert row["record"] == record_of(life.erased[0]) and row["record"] in {one["record"] for one in base.listed}
    assert {name for name, value in row.items() if value} == {"change", "batch", "effective_date", "record"}
    assert life.erased[0] not in delta.bytes_of(0).decode()


def test_the_older_batch_of_a_delta_is_known_and_older(house: House) -> None:
    life = Life(2)
    base = hands(house, life)
    said = house.run("postal", "export", "--out", "x", "--since", base.id, "--as-of", base.manifest["as_of"], code=2)
    assert "later or the same moment" in said.output


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text("ab", max_size=2), st.booleans()))
def test_the_reader_of_deltas_in_these_tests_adds_and_removes(held: dict[str, bool]) -> None:
    full = [{"topic": "t", "name": name, "record": name} for name in held]
    delta = [
        {"change": "remove", "topic": "t", "name": name, "record": name} for name, stays in held.items() if not stays
    ]
    assert applied(full, delta) == as_rows([row for row in full if held[row["name"]]])
