"""Erasing a person who shared stops of paper: they stay, and nothing leads from them to her."""

import pytest
from sqlalchemy import select

from app import consent
from app.channels import label_key, post_keys
from app.consent import MARKETING, OFF, Change, ledger_faults, projection_faults
from app.core.database import Base, session
from app.core.fingerprints import fingerprint
from app.core.settings import current
from app.people import erase_person
from app.suppression import StoredFingerprint, label_codes
from tests.cast import ANN, BEA, ann, bea
from tests.catalogs import a_catalog, a_place, lives_at
from tests.makers import a_person, an_act, may, the_person

pytestmark = pytest.mark.usefixtures("app_context")
SON = "abe@example.com"
YES = "yes customer"
# The ledger keeps its lines; that an act can no longer be undone leads from the act to nothing.
LEDGER = {"consent_entry", "ledger_head", "checkpoint_head", "preference", "campaign_send", "claim"}


def everything() -> dict[str, str]:
    return {table.name: repr(session().execute(select(table)).all()) for table in Base.metadata.sorted_tables}


def where(trace: str) -> set[str]:
    return {name for name, text in everything().items() if trace.lower() in text.lower()}


def a_family() -> str:
    """Ann, her son in the same house, and Bea; Ann stops paper for the household, with evidence. Her number."""
    ann(), bea()
    a_person(SON, is_customer=True, first_name="Abe", last_name="Archer", street="1 Elm Street")
    act = an_act(evidence={"network": "203.0.113.0/24"})
    subject = the_person(ANN).subject_id
    consent.stop_place(a_place(), "household", [Change(MARKETING, "post", OFF)], act, person_subject=subject)
    session().commit()
    return subject


def erase(address: str) -> None:
    erase_person(the_person(address))
    session().commit()
    session().expire_all()


def ways_back(subject: str) -> set[str]:
    """Tables outside the ledger that name her number, or an act that stands under it."""
    lines = session().execute(select(consent.ConsentEntry.act_id).where(consent.ConsentEntry.subject_id == subject))
    return (where(subject) | set().union(*(where(act) for (act,) in lines))) - LEDGER


def test_a_shared_stop_stays_and_leads_nowhere() -> None:
    subject, catalog = a_family(), a_catalog()
    assert {"shared_stop", "suppression", "consent_evidence"} <= ways_back(subject)
    erase(ANN)
    assert ways_back(subject) == set()
    assert where("203.0.113") == set()
    assert (may(SON, catalog), may(BEA, catalog)) == ("no suppressed_household", YES)
    assert [one.mine for one in consent.shared_stops_of(the_person(SON))] == [False]


def test_the_circle_leads_to_no_line_of_hers() -> None:
    subject = a_family()
    erase(ANN)
    (stop,) = consent.shared_stops_of(the_person(SON))
    acts = {one.act_id for one in consent.entries() if one.subject_id == stop.subject_id}
    hers = {one.act_id for one in consent.entries() if one.subject_id == subject}
    assert acts and hers and not acts & hers
    assert [*ledger_faults(), *projection_faults()] == []


def test_whoever_comes_back_or_moves_in_finds_the_stop() -> None:
    a_family()
    catalog = a_catalog()
    erase(ANN), erase(SON)
    ann(), lives_at(BEA, "1 Elm Street")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_marketing", YES)
    a_person("aya@example.com", is_customer=True, first_name="Aya", last_name="Archer", street="1 Elm Street")
    assert may("aya@example.com", catalog) == "no suppressed_household"


def test_marks_that_only_she_had_and_that_stop_nothing_go() -> None:
    ann(), bea()
    erase(ANN)
    keys = post_keys(a_place())
    gone = [keys.person, keys.household, keys.address, label_key("C-1001", "36302")]
    values = [fingerprint(current().fingerprint_keys, "post", one, version=2).value for one in gone]
    assert session().scalars(select(StoredFingerprint).where(StoredFingerprint.value.in_(values))).all() == []
    assert len(session().scalars(select(StoredFingerprint).where(StoredFingerprint.channel == "post")).all()) == 3


def test_a_code_in_her_hands_goes_on_stopping_after_an_erasure() -> None:
    ann(), bea()
    catalog = a_catalog()
    mark = fingerprint(current().fingerprint_keys, "post", post_keys(a_place()).person, version=2)
    label_codes([mark], catalog.id, 0)
    erase(ANN)
    consent.stop_by_fingerprint(mark, catalog.id, an_act("label_link"))
    ann()
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_topic", YES)


def test_a_postal_order_outlives_her_also_where_she_moved_to() -> None:
    ann(), bea()
    catalog = a_catalog()
    consent.enter_prohibitory_order(the_person(ANN), an_act("prohibitory_order"))
    lives_at(ANN, "9 Far Road")
    erase(ANN)
    a_person("new@example.com", is_customer=True, first_name="Ann", last_name="Archer", street="9 Far Road")
    assert (may("new@example.com", catalog), may(BEA, catalog)) == ("no suppressed_contact", YES)
