"""Somebody proves an address at which another person has choices: staff find the pair among the proposals that wait."""

import pytest

from app.core.database import session
from app.dossier import merging
from app.dossier.jobs import propose_merges
from app.dossier.models import PersonMerge
from app.people import Person
from tests.browser import Browser
from tests.cast import BEA, ann, bea
from tests.desk import PIA, a_member, sit_down
from tests.identity.changing import ask_for, confirm
from tests.makers import a_person

pytestmark = pytest.mark.usefixtures("app_context")


def wanted(client: Browser) -> tuple[Person, Person]:
    """Ann proves that Bea's address is hers too."""
    found = ann(), bea()
    confirm(client, ask_for(client, BEA))
    return found


def rows() -> list[PersonMerge]:
    session().expire_all()
    return session().query(PersonMerge).all()


def test_it_is_proposed_by_the_system_once(client: Browser) -> None:
    person, other = wanted(client)
    a_person("cy@example.com")
    assert (propose_merges(), propose_merges()) == ("1 merges proposed", "0 merges proposed")
    (row,) = rows()
    assert (row.kept_person_id, row.gone_person_id) == (person.id, other.id)
    assert (row.why, row.proposed_by, row.decided_at) == ("email_change", "system", None)


def test_it_waits_on_the_page_of_merges(client: Browser) -> None:
    wanted(client)
    propose_merges()
    sit_down(client, a_member(PIA))
    assert "Moved to the email address of the other" in client.get("/staff/merges").text


def test_a_pair_that_was_kept_apart_does_not_come_back(client: Browser) -> None:
    wanted(client)
    propose_merges()
    merging.decide(rows()[0].id, merging.APART, "staff:2")
    session().commit()
    assert (propose_merges(), len(rows())) == ("0 merges proposed", 1)


def test_without_such_a_change_nothing_is_proposed(client: Browser) -> None:
    ann(), bea()
    assert (propose_merges(), rows()) == ("0 merges proposed", [])
