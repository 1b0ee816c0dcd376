"""A mail server in every kind of trouble, and kill after kill: what is posted arrives, or is known to have not."""

import sys
from collections.abc import Iterator

import pytest

from tests.bad_mail import BadMail
from tests.drills.conftest import Say, durable, empty
from tests.drills.office import SERVICE, SIGN_IN, Office
from tests.drills.storm import DRAINS_WITHIN, SCRIPT, Report, Storm

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found and killed by /proc")
SHARE = 26  # sign-in and service mails each, in each part of the script


@pytest.fixture(scope="module")
def storm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    """One storm, looked at by each test."""
    folder = tmp_path_factory.mktemp("storm")
    bad = BadMail(folder / "bad")
    with durable(request.config) as server, empty(server, folder) as site:
        site.environ["MAIL_URL"] = bad.url
        bad.start()
        site.start()
        office = Office(site)
        storm = Storm(site, server, bad, lambda part: office.post_service(range(part * SHARE, part * SHARE + SHARE)))
        yield storm.blow()
        bad.kill()
    assert bad.said() == ""


def test_the_tally(storm: Report, say: Say) -> None:
    say(storm.tally())
    assert {line.mode for line in storm.lines} >= {"defers", "refuses", "drops_in_data", "loses_reply", "full"}


def test_service_mail_arrives_at_least_once_within_ten_minutes_of_fine_weather(storm: Report) -> None:
    posted = storm.of(SIGN_IN, SERVICE)
    refused = {line.to[0] for line in storm.lines if line.what == "refused" and line.place != "MAIL"}
    lost = [one for one in posted if not storm.accepted()[one.message_id] and one.outcome != "refused_by_server"]
    assert len(posted) == 2 * SHARE * len(SCRIPT)
    assert not lost
    assert storm.drained_in < DRAINS_WITHIN
    assert {one.outcome for one in posted} <= {"handed_over", "refused_by_server"}
    assert len([one for one in posted if one.outcome == "refused_by_server"]) <= len(refused)


def test_a_repeat_has_the_same_message_id(storm: Report) -> None:
    service = {one.message_id for one in storm.of(SIGN_IN, SERVICE)}
    taken: dict[str, set[str]] = {}
    for line in storm.lines:
        if line.message_id in service:
            taken.setdefault(line.to[0], set()).add(line.message_id)
    assert {len(ids) for ids in taken.values()} == {1}
