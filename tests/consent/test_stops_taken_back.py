"""A shared stop that somebody else asked for too, and took back: it is hers again, and hers to end."""

import pytest

from app import consent
from tests.cast import ANN, ann
from tests.catalogs import a_catalog, stops, undone
from tests.makers import an_act, may, the_person

pytestmark = pytest.mark.usefixtures("app_context")
YES, STOPPED = "yes customer", "no suppressed_address"


def ends_hers() -> None:
    """Ann ends the one stop she shares."""
    [shared] = consent.shared_stops_of(the_person(ANN))
    consent.lift_shared(the_person(ANN), shared, an_act("preference_page"))


def test_a_neighbor_who_said_it_again_and_took_that_back_keeps_her_from_nothing() -> None:
    ann()
    catalog = a_catalog()
    stops("address", by=ANN)
    undone(stops("address"))
    assert may(ANN, catalog) == STOPPED
    ends_hers()
    assert may(ANN, catalog) == YES


def test_a_neighbor_who_said_it_first_and_took_that_back_keeps_her_from_nothing() -> None:
    ann()
    catalog = a_catalog()
    first = stops("address")
    stops("address", by=ANN)
    undone(first)
    assert may(ANN, catalog) == STOPPED
    ends_hers()
    assert may(ANN, catalog) == YES


def test_a_neighbor_who_said_it_too_and_means_it_still_holds_it() -> None:
    ann()
    catalog = a_catalog()
    stops("address", by=ANN)
    stops("address")
    ends_hers()
    assert may(ANN, catalog) == STOPPED
