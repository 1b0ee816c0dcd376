"""Marks of postal addresses: whose they are, who shares them, and that they are made in a few statements."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from app import consent, people, suppression
from app.channels import POST_VERSION, label_key, post_keys
from app.core.database import session
from app.core.fingerprints import all_fingerprints, fingerprint, post_match_key
from app.core.settings import current
from app.people import Person, PostalAddress, erase_person
from app.suppression import Scope, StoredFingerprint, mark_for_key, marks_of_subject
from tests.cast import ANN, BEA, ann, bea
from tests.catalogs import a_catalog, a_place, lives_at
from tests.databases import KEYS, key
from tests.makers import a_person, may, says, the_person
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")


def row_of(address: str) -> PostalAddress:
    found = people.postal_address_of(the_person(address))
    assert found is not None
    return found


def subject_of(key_text: str) -> str | None:
    values = [one.value for one in all_fingerprints(current().fingerprint_keys, "post", key_text, POST_VERSION)]
    return session().scalar(select(StoredFingerprint.subject_id).where(StoredFingerprint.value.in_(values)))


def an_older_mark(subject_id: str) -> suppression.Mark:
    """As version 1 made them."""
    one = fingerprint(current().fingerprint_keys, "post", post_match_key("Ann Archer", "1 Elm Street", "36302"))
    mark = suppression.mark_for_link(one)
    session().execute(
        update(StoredFingerprint).where(StoredFingerprint.id == mark.id).values(subject_id=subject_id)
    )  # fmt: skip
    session().commit()
    return mark


def test_the_person_mark_is_hers_and_the_others_have_subjects_of_their_own() -> None:
    ann(), bea()
    row, keys = row_of(ANN), post_keys(a_place())
    assert subject_of(keys.person) == the_person(ANN).subject_id
    shared = (row.household_subject, row.address_subject, row.label_subject)
    assert shared == (subject_of(keys.household), subject_of(keys.address), subject_of(label_key("C-1001", "36302")))
    assert len({*shared, the_person(ANN).subject_id, the_person(BEA).subject_id}) == 5
    assert (row.key_version, row_of(BEA).label_subject) == (POST_VERSION, None)


def test_who_lives_together_shares_the_household_and_the_address_and_nothing_else() -> None:
    ann(), a_person(BEA, first_name="Bea", last_name="Archer", street="1 Elm Street")
    a_person("cal@example.org", first_name="Cal", last_name="Cole", street="1 Elm Street")
    rows = [row_of(address) for address in (ANN, BEA, "cal@example.org")]
    assert len({row.address_subject for row in rows}) == 1
    assert [row.household_subject == rows[0].household_subject for row in rows] == [True, True, False]


def test_settling_again_changes_nothing() -> None:
    person = ann()
    before = session().execute(select(StoredFingerprint)).all(), vars(row_of(ANN)).copy()
    consent.settle_places([person])
    session().commit()
    assert session().execute(select(StoredFingerprint)).all() == before[0]
    assert row_of(ANN).household_subject == before[1]["household_subject"]


def test_a_number_that_comes_later_or_changes_gives_another_label() -> None:
    person = bea()
    for number in ("C-7", "C-8"):
        person.customer_number = number
        consent.settle_places([person])
        assert row_of(BEA).label_subject == subject_of(label_key(number, "36302"))


def test_the_statements_are_the_same_few_however_many_people(app: Flask) -> None:
    many = [a_person(f"p{n}@example.com", customer_number=f"C-{n}", last_name=f"Lee{n}") for n in range(40)]
    places = {"city": "Dothan", "state": "AL", "postal_code": "36302", "country": "US"}
    people.set_postal_addresses([(one, {"street": f"{n} Elm Street", **places}) for n, one in enumerate(many)])
    session().commit()
    session().connection()  # begun
    with statements(app) as few:
        consent.settle_places(many[:1])
    with statements(app) as more:
        consent.settle_places(many[1:])
    assert len(few) == len(more) <= 12


def test_two_of_one_name_at_one_address_share_the_person_mark_of_the_first() -> None:
    ann(), a_person(BEA, is_customer=True, first_name="Ann", last_name="Archer", street="1 Elm Street")
    assert subject_of(post_keys(a_place()).person) == the_person(ANN).subject_id
    catalog = a_catalog()
    says(ANN, consent.MARKETING, consent.OFF, channel="post")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_marketing", "yes customer")


@pytest.mark.parametrize("version", [1, POST_VERSION])
def test_a_stop_of_an_erased_person_is_taken_over_when_she_comes_back(version: int) -> None:
    bea()
    mark = an_older_mark("0" * 32) if version == 1 else mark_for_key(post_keys(a_place()).person)
    suppression.suppress(mark, Scope.ALL_MARKETING, "letter", "0" * 32)
    ann()
    catalog = a_catalog()
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_marketing", "yes customer")
    says(ANN, consent.MARKETING, consent.ON, channel="post")
    assert may(ANN, catalog) == "yes customer", "and it is hers to lift"


def test_a_stop_under_an_older_key_is_taken_over_too(make_app) -> None:  # type: ignore[no-untyped-def]
    ann(), bea()
    says(ANN, consent.MARKETING, consent.OFF, channel="post")
    erase_person(the_person(ANN))
    session().commit()
    with make_app(FINGERPRINT_KEYS=f"{KEYS['FINGERPRINT_KEYS']},2:{key('new')}").app_context():
        a_person("new@example.com", is_customer=True, first_name="Ann", last_name="Archer", street="1 Elm Street")
        catalog = a_catalog()
        assert (may("new@example.com", catalog), may(BEA, catalog)) == ("no suppressed_marketing", "yes customer")


def test_a_mark_of_an_older_address_still_leads_to_her() -> None:
    ann()
    lives_at(ANN, "9 Far Road")
    assert len(marks_of_subject(the_person(ANN).subject_id, "post")) == 2
    assert [row.key_version for row in the_person(ANN).postal_addresses] == [POST_VERSION, POST_VERSION]


def test_the_job_settles_what_waits_in_batches_and_doctor_tells(app: Flask) -> None:
    ann(), bea()
    blank = {"key_version": 0, "household_subject": None, "address_subject": None, "label_subject": None}
    session().execute(update(PostalAddress).values(blank))
    session().commit()
    assert "2 wait" in app.test_cli_runner().invoke(args=["doctor"]).output
    assert [consent.settle_waiting_places(1) for _again in range(3)] == [1, 1, 0]
    session().commit()
    assert consent.waiting_places() == 0
    assert None not in set(session().scalars(select(PostalAddress.household_subject)))
    assert session().scalar(select(Person.id).where(Person.subject_id == subject_of(post_keys(a_place()).person)))
