"""A mail server in every kind of trouble, and kill after kill: what is posted arrives, or is known to have not."""

import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.bad_mail import BadMail
from tests.drills.conftest import Say, durable, empty
from tests.drills.notes import NOTE
from tests.drills.office import SERVICE, SIGN_IN
from tests.drills.storm import CALM, DRAINS_WITHIN, NOTES, SCRIPT, SERVICES, Report, Storm

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found and killed by /proc")
UNHEARD = ("lost", "garbage", "late")  # the server took it and we may not have heard so
MOST_UNKNOWN = 0.02  # of the notes; lost replies and killed workers apart


@pytest.fixture(scope="module")
def storm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    """One storm, looked at by each test."""
    folder = tmp_path_factory.mktemp("storm")
    bad = BadMail(folder / "bad")
    with durable(request.config) as server, empty(server, folder) as site:
        site.environ["MAIL_URL"] = bad.start().url
        try:
            site.start()
            yield Storm(site, server, bad).blow()
        finally:
            bad.kill()
    assert bad.said() == ""


def test_the_tally(storm: Report, say: Say) -> None:
    say(storm.tally())
    assert {line.mode for line in storm.lines} >= {"defers", "refuses", "drops_in_data", "loses_reply", "full"}


def test_service_mail_arrives_at_least_once_within_ten_minutes_of_fine_weather(storm: Report) -> None:
    posted, taken = storm.of(SIGN_IN, SERVICE), storm.accepted()
    assert len(posted) == 2 * SERVICES * len(SCRIPT) >= 600
    assert storm.arrived_in < DRAINS_WITHIN
    assert {one.outcome for one in posted} == {"handed_over", "refused_by_server"}
    assert not [one for one in posted if one.outcome == "handed_over" and not taken[one.message_id]]


def test_only_what_the_server_refused_for_good_is_told_as_refused(storm: Report) -> None:
    told = {one.message_id for one in storm.messages if one.outcome == "refused_by_server"}
    said = [line for line in storm.lines if line.what == "refused" and line.place in ("RCPT", "DATA", "DOT")]
    assert 0 < len(told) <= len({line.to for line in said})


def test_a_repeat_has_the_same_message_id(storm: Report) -> None:
    service = {one.message_id for one in storm.of(SIGN_IN, SERVICE)}
    taken: dict[str, set[str]] = {}
    for line in storm.lines:
        if line.message_id in service:
            taken.setdefault(line.to[0], set()).add(line.message_id)
    assert {len(ids) for ids in taken.values()} == {1}


def test_no_friend_is_written_to_twice(storm: Report) -> None:
    ids = {one.message_id for one in storm.of(NOTE)}
    friends = Counter(line.to for line in storm.lines if line.what == "accepted" and line.message_id in ids)
    assert len(ids) == CALM + NOTES * len(SCRIPT) >= 400
    assert set(friends.values()) == {1}
    assert len(friends) == len(ids & storm.accepted().keys())


def test_every_note_is_accepted_refused_or_unknown_and_none_is_told_wrongly(storm: Report) -> None:
    notes, taken = storm.of(NOTE), storm.accepted()
    told = {one.message_id: one.outcome for one in notes}
    assert set(told.values()) == {"handed_over", "refused_by_server", "unknown"}
    assert all(taken[each] for each, outcome in told.items() if outcome == "handed_over")
    assert not [each for each, outcome in told.items() if outcome == "refused_by_server" and taken[each]]


def test_hardly_a_note_is_unknown(storm: Report, say: Say) -> None:
    calm = sorted(storm.of(NOTE), key=lambda one: one.id)[:CALM]
    assert {one.outcome for one in calm} == {"handed_over"}
    unheard = {line.message_id for line in storm.lines if line.reply in UNHEARD}
    unknown = [one for one in storm.of(NOTE) if one.outcome == "unknown"]
    lost = [one for one in unknown if one.message_id in unheard]
    # Noted before it left, and no attempt after it: its worker was killed in between.
    killed = [one for one in unknown if one not in lost and one.attempts[-1:] != ("unknown",)]
    rest = len(unknown) - len(lost) - len(killed)
    say(
        f"unknown: {len(lost)} lost replies, {len(killed)} killed workers, {rest} others, of {len(storm.of(NOTE))} notes"
    )
    assert rest <= MOST_UNKNOWN * len(storm.of(NOTE))


def test_nothing_is_left_of_any_friend(storm: Report) -> None:
    assert storm.traces == []
