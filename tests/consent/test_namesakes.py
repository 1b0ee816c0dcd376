"""Two records of one name at one address: a stop by what is printed there reaches both."""

import pytest

from app import consent, suppression
from app.channels import post_keys
from app.consent import MARKETING, OFF, Change
from app.core import settings
from app.core.database import session
from app.core.fingerprints import fingerprint
from tests.cast import ANN, ann
from tests.catalogs import a_catalog, a_place, stops, undone
from tests.makers import a_person, an_act, may

pytestmark = pytest.mark.usefixtures("app_context")
TWIN, SON = "ann2@example.org", "abe@example.com"
YES, NO = "yes", "no"


def a_double() -> None:
    """Ann twice, and her son in the same house."""
    ann()
    a_person(TWIN, is_customer=True, first_name="ANN", last_name="Archer", street="1 Elm St")
    a_person(SON, is_customer=True, first_name="Abe", last_name="Archer", street="1 Elm Street")


def answers() -> list[str]:
    catalog = a_catalog()
    return [may(one, catalog).split()[0] for one in (ANN, TWIN, SON)]


def test_a_stop_by_the_lines_of_a_label_reaches_both_and_is_undone_for_both() -> None:
    a_double()
    assert answers() == [YES] * 3
    press = stops("person")
    assert answers() == [NO, NO, YES]
    assert len(undone(press).changes) == 1
    assert answers() == [YES] * 3


def test_a_stop_link_on_paper_reaches_both() -> None:
    a_double()
    stops("person", by=ANN)
    found = fingerprint(settings.current().fingerprint_keys, "post", post_keys(a_place()).person, version=2)
    consent.stop_by_fingerprint(found, 0, an_act("link_page"))
    session().commit()
    assert answers() == [NO, NO, YES]


def test_the_short_address_on_a_label_reaches_both() -> None:
    a_double()
    mark = suppression.mark_for_key(post_keys(a_place()).person)
    consent.stop_label_of(mark, [Change(MARKETING, "post", OFF)], an_act("label_link"))
    session().commit()
    assert answers() == [NO, NO, YES]
