"""The people of the demo shop before they are put anywhere."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.core.fingerprints import canonical_email, match_key
from app.demo.calendar import Calendar
from app.demo.mailings import mailings
from app.demo.plan import planned

DAYS = Calendar(date(2026, 7, 8), ZoneInfo("America/Chicago"))
PEOPLE = planned(200, DAYS)


def test_the_same_day_gives_the_same_people_and_choices() -> None:
    assert planned(200, DAYS) == PEOPLE


def test_another_seed_gives_other_people() -> None:
    assert planned(200, DAYS, seed="other")[4:] != PEOPLE[4:]


def test_fewer_people_are_the_first_of_more() -> None:
    assert planned(30, DAYS) == PEOPLE[:30]


def test_everybody_has_an_address_of_her_own_that_belongs_to_nobody() -> None:
    keys = [match_key(canonical_email(one.address)) for one in PEOPLE]
    assert len(set(keys)) == 200
    assert {".".join(key.rsplit(".", 2)[-2:]).rpartition("@")[2] for key in keys} == {
        "example.com", "example.net", "example.org",
    }  # fmt: skip


def test_addresses_and_names_are_as_odd_as_real_ones() -> None:
    assert any("+" in one.address for one in PEOPLE)
    assert any("xn--" in canonical_email(one.address) for one in PEOPLE)
    assert any(not (one.first_name + one.last_name).isascii() for one in PEOPLE)
    assert len({one.place.state for one in PEOPLE if one.place}) > 30


def test_the_history_fills_two_years_and_ends_before_today() -> None:
    moments = [step.at for one in PEOPLE for step in one.steps] + [one.joined_at for one in PEOPLE]
    moments += [each.at for each in mailings(DAYS)]
    today = datetime.combine(DAYS.today, time.min, DAYS.zone).astimezone(UTC)
    assert max(moments) < today
    assert 700 < (today - min(moments)).days <= 730


def test_nothing_happens_to_anybody_before_she_came() -> None:
    assert all(step.at > one.joined_at for one in PEOPLE for step in one.steps)


def test_steps_are_told_in_the_order_of_time() -> None:
    late = [one.address for one in PEOPLE if [s.at for s in one.steps] != sorted(s.at for s in one.steps)]
    assert not late


def test_every_way_to_come_and_to_choose_is_there() -> None:
    methods = {step.method for one in PEOPLE for step in one.steps}
    assert methods >= {
        "enrolment", "import", "legacy_import", "letter", "link_page", "one_click", "phone", "preference_page",
        "typed_address",
    }  # fmt: skip
    assert {step.what for one in PEOPLE for step in one.steps} == {"choose", "bounce", "erase"}
