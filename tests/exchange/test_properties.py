"""What holds for every customer file, whatever stands in it and in whichever order."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import consent
from app.core.csvfiles import Row
from app.core.database import session
from app.exchange.columns import Columns
from app.exchange.people_import import PeopleFile
from app.exchange.person_rows import COLUMNS, Basis
from app.exchange.scratch import scratch
from app.exchange.verdicts import ADDED, UPDATED, Verdict
from app.topics import every_topic, topic_by_slug
from tests.cast import ANN, BEA
from tests.makers import a_no, a_person, a_stop, a_yes, may

SAID = {"consent_method": "web form", "consent_at": "2024-05-01", "consent_wording": "Yes please"}
WEEKLY, DOGS = "weekly-deals", "dog-deals"
WHO = [ANN, "ANN@Example.com", "cal@example.org", "Dee@example.net", "nobody", "", "a@b", "x@y.z "]
cells = st.fixed_dictionaries(
    {"email": st.sampled_from(WHO)},
    optional={
        "first_name": st.sampled_from(["Ann", "", "=1+1", "Ä" * 81]) | st.text(max_size=5),
        "street": st.sampled_from(["1 Elm", "2 Oak", ""]),
        "city": st.sampled_from(["Dothan", ""]),
        "zip": st.sampled_from(["36301", ""]),
        "topic": st.sampled_from([WEEKLY, DOGS, "horse-catalog", "order-updates", "none", ""]),
        "consent": st.sampled_from(["on", "on", "ON", "off", "", "?"]),
        "consent_method": st.sampled_from(["web form", "web form", ""]),
        "consent_at": st.sampled_from(["2024-05-01", "2024-05-01T10:00:00-05:00", "soon", ""]),
        "consent_wording": st.sampled_from(["Yes please", "Yes please", ""]),
    },
)
# Whole lines too, or most examples would never get as far as the ledger.
whole = st.builds(
    lambda email, topic, state: {"email": email, "topic": topic, "consent": state, **SAID},
    st.sampled_from(WHO[:4]),
    st.sampled_from([WEEKLY, DOGS]),
    st.sampled_from(["on", "off"]),
)
files = st.lists(cells | whole, max_size=12)
in_a_database = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows(content: Sequence[dict[str, str]]) -> list[Row]:
    return [Row(line, {name: cell.strip() for name, cell in one.items()}) for line, one in enumerate(content, 2)]


def a_file(*, legacy: bool = False) -> PeopleFile:
    topics = {topic.slug: topic for topic in every_topic()}
    basis = Basis(ZoneInfo("America/Chicago"), topics, legacy=legacy, origin="an old list")
    return PeopleFile(Path("never-read.csv"), Columns(COLUMNS), basis, stops_came=True)


def take(content: Sequence[dict[str, str]], *, legacy: bool = False) -> list[Verdict]:
    return a_file(legacy=legacy).take(rows(content), None)


@contextmanager
def undone() -> Iterator[None]:
    """Each example begins with the same database."""
    try:
        yield
    finally:
        session().expunge_all()
        session().rollback()


def state() -> tuple[object, ...]:
    """All that an import can change, in a form that can be compared."""
    standings = consent.standings([ANN, "cal@example.org", "dee@example.net"])
    lines = session().scalar(select(func.count()).select_from(consent.ConsentEntry))
    return tuple((one.states, one.suppressions, one.is_customer, one.has_postal_address) for one in standings), lines


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("how", ["her own", "typed", "everything"])
@in_a_database
@given(files)
def test_no_file_turns_a_stop_on_and_who_said_yes_still_may_be_written_to(
    app_context: None, how: str, legacy: bool, content: list[dict[str, str]]
) -> None:
    weekly = topic_by_slug(WEEKLY)
    with undone():
        if not consent.current_states(consent.subject_for(BEA)):
            a_yes(ANN, weekly)
            a_yes(BEA, weekly)
            assert may(ANN, weekly) == "yes chosen"
            a_no(ANN, weekly) if how == "her own" else a_stop(ANN, None if how == "everything" else weekly)
        take(content, legacy=legacy)
        assert may(ANN, weekly).startswith("no ")
        stopped = consent.MARKETING if how == "everything" else weekly.purpose
        assert consent.standings([ANN])[0].state(stopped, "email") == consent.OFF
        assert may(BEA, weekly) == "yes chosen"


@in_a_database
@given(files)
def test_a_file_twice_is_a_file_once(app_context: None, content: list[dict[str, str]]) -> None:
    with undone():
        take(content)
        once = state()
        again = [one.word for one in take(content)]
        assert state() == once
        assert ADDED not in again
        facts = {(row.get("email"), row.get("first_name"), row.get("street")) for row in rows(content)}
        assert UPDATED not in again or len(facts) > 1, "only lines that contradict each other go on changing facts"


@in_a_database
@given(files)
def test_a_dry_run_says_what_a_run_does_however_the_batches_fall(
    app_context: None, content: list[dict[str, str]]
) -> None:
    file, lines = a_file(), rows(content)
    with undone(), scratch() as store:
        tried = [one for line in lines for one in file.take([line], store)]
        assert file.take(lines, None) == tried
        whole = state()
        session().expunge_all()
        session().rollback()
        assert [one for line in lines for one in file.take([line], None)] == tried
        assert state() == whole


@in_a_database
@given(st.permutations([("on", 1), ("off", 2), ("on", 3), ("", 4)]), st.booleans())
def test_a_no_in_a_file_wins_in_any_order(app_context: None, order: list[tuple[str, int]], known: bool) -> None:
    with undone():
        if known and not consent.standings([ANN])[0].subject_id:
            a_person(ANN)
        take([{"email": ANN, "topic": WEEKLY, "consent": word, **SAID} for word, _number in order])
        weekly = topic_by_slug(WEEKLY)
        assert may(ANN, weekly) == "no suppressed_topic"
        assert consent.standings([ANN])[0].state(weekly.purpose, "email") == consent.OFF


@in_a_database
@given(files)
def test_the_ledger_holds_after_every_file(app_context: None, content: list[dict[str, str]]) -> None:
    with undone():
        take(content)
        assert not [*consent.ledger_faults(), *consent.projection_faults()]
