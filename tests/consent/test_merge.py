"""The merge law: order of arrival, repeats and partial replays cannot matter."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consent import METHODS, NO_PAUSE, OFF, ON, UNSET, is_personal
from app.consent.merge import Standing, merge, merge_all, restrictiveness, said, takes_effect

Said = tuple[str, str]  # method, state

HERS = "preference_page"
FILE = "import"
# What can be said about one purpose: a topic or a channel, a pace, a break.
STATES = ((ON, OFF, UNSET), ("all", "week", "month", UNSET), (NO_PAUSE, "2026-11-01", "2027-03-14", UNSET))
methods = st.sampled_from([method.name for method in METHODS])
sequences = st.sampled_from(STATES).flatmap(lambda states: st.lists(st.tuples(methods, st.sampled_from(states))))


def numbered(sequence: list[Said]) -> list[Standing]:
    return [said(number, method, state) for number, (method, state) in enumerate(sequence, start=1)]


standings = sequences.map(lambda sequence: merge_all(numbered(sequence)))


def step_by_step(sequence: list[Said]) -> tuple[str, list[Standing]]:
    """What the ledger does: each statement meets the state it finds; one that changes nothing leaves no line."""
    state, lines = UNSET, []
    for method, new in sequence:
        if takes_effect(state, new, method):
            state = new
            lines.append(said(len(lines) + 1, method, new))
    return state, lines


@given(sequences, st.randoms())
def test_the_order_of_arrival_cannot_matter(sequence: list[Said], random: Random) -> None:
    lines = numbered(sequence)
    shuffled = [*lines, *lines[::2]]
    random.shuffle(shuffled)
    assert merge_all(shuffled) == merge_all(lines)


@given(standings, standings, standings)
def test_the_law_is_commutative_associative_and_idempotent(a: Standing, b: Standing, c: Standing) -> None:
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, a) == a
    assert merge(a, Standing()) == a


@given(sequences)
def test_the_ledger_folds_to_where_its_writing_ended(sequence: list[Said]) -> None:
    state, lines = step_by_step(sequence)
    assert merge_all(lines).state == state


@given(sequences)
def test_one_step_at_a_time_is_the_law_over_everything_that_was_said(sequence: list[Said]) -> None:
    assert merge_all(numbered(sequence)).state == step_by_step(sequence)[0]


@given(sequences, st.sampled_from([ON, OFF]))
def test_her_newest_act_wins_over_all_that_came_before(sequence: list[Said], state: str) -> None:
    assert step_by_step([*sequence, (HERS, state)])[0] == state


@given(sequences, methods.filter(lambda name: not is_personal(name)))
def test_nobody_else_turns_on_what_she_turned_off(sequence: list[Said], method: str) -> None:
    since = [(method, state) for _method, state in sequence]
    assert step_by_step([(HERS, OFF), *since])[0] == OFF


@given(sequences)
def test_what_is_nobodys_own_act_never_loosens(sequence: list[Said]) -> None:
    states = [step_by_step([(HERS, "week"), *[(FILE, state) for _method, state in sequence][:n]])[0] for n in range(9)]
    assert all(restrictiveness(new) >= restrictiveness(old) for old, new in pairwise(states))


@pytest.mark.parametrize(
    ("sequence", "state"),
    [
        ([], UNSET),
        ([(FILE, ON)], ON),
        ([(HERS, OFF), (FILE, ON)], OFF),
        ([(HERS, ON), (FILE, OFF)], OFF),
        ([(HERS, ON), (FILE, OFF), (HERS, ON)], ON),
        ([(FILE, OFF), (FILE, ON)], OFF),
        ([(FILE, ON), ("typed_address", OFF), ("undo", ON)], ON),
        ([(FILE, ON), (HERS, UNSET)], UNSET),
        ([(HERS, OFF), ("undo", UNSET), (FILE, ON)], ON),
        ([(HERS, "month"), (FILE, "week")], "month"),
        ([(FILE, "month"), (FILE, "week")], "month"),
        ([(FILE, "2026-11-01"), (FILE, "2027-03-14"), (FILE, NO_PAUSE)], "2027-03-14"),
    ],
)
def test_the_law_in_examples(sequence: list[Said], state: str) -> None:
    assert step_by_step(sequence)[0] == merge_all(numbered(sequence)).state == state


def test_a_tie_goes_to_the_more_restrictive() -> None:
    assert merge(said(1, HERS, ON), said(1, FILE, OFF)).state == OFF
    assert merge(said(1, HERS, ON), said(1, HERS, OFF)).state == OFF


def test_exactly_these_methods_are_a_persons_own() -> None:
    own = {method.name for method in METHODS if method.personal}
    assert own == {
        "agent",
        "complaint",
        "friend_page",
        "letter",
        "link_page",
        "one_click",
        "label_link",
        "mail",
        "mailto",
        "phone",
        "profile_page",
        "preference_page",
        "review_page",
        "scanner_restore",
        "undo",
    }
