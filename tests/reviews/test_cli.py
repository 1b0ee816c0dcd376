"""Existing reviews in, orders that confirm later, and the numbers counted anew."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import suppression
from app.consent import ConsentEntry
from app.core.csvfiles import BATCH
from app.core.database import session
from app.outbox import Message, deliver_due
from app.people import Person
from app.reviews import Review, ReviewVersion
from app.reviews.mail import compose_asking
from app.reviews.queue import Tab, counts
from app.reviews.reading import public_reviews, reviews_of
from app.reviews.tending import freeze
from app.reviews.writing import agree, answer
from app.staff import SignedIn
from app.suppression import Scope
from app.topics import topic_by_slug
from tests.cast import ANN, BEA, ann
from tests.exchange.desk import Desk, words
from tests.makers import a_stop, may, the_person
from tests.reviews.writing import GOOD, a_product, a_review, an_act, an_order, in_numbers
from tests.statements import statements

ANNIE = "annie@example.com"  # Ann's other address
OLD = {"sku": "JP-bucket", "email": ANN, "stars": "4", "body": GOOD, "name": "Ann Archer", "written_on": "2024-05-31"}


@pytest.fixture
def terminal(app: Flask, app_context: None, tmp_path: Path) -> Desk:
    """Where the retailer runs commands."""
    return Desk(app, tmp_path)


def bring(terminal: Desk, *rows: dict[str, str], options: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Import these rows; the verdicts."""
    return terminal._verdicts("reviews", "import", terminal.file(rows, "reviews.csv"), *options)


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_an_old_review_comes_in_and_nobody_sees_it_before_its_author_agrees(terminal: Desk) -> None:
    bucket = a_product()
    assert words(bring(terminal, OLD)) == ["added"]
    assert in_numbers(bucket) == {} and public_reviews(bucket.id).reviews == ()
    assert counts()[Tab.CONSENT] == 1 and counts()[Tab.WAITING] == 0
    assert count(ConsentEntry) == 0 and count(Message) == 0
    (mine,) = reviews_of(the_person(ANN).id)
    assert (mine.newest.written_at.year, mine.review.name, mine.review.name_format) == (
        2024,
        "Ann Archer",
        "first_initial",
    )
    agree(mine.review.id, the_person(ANN), an_act())
    assert in_numbers(bucket) == {"waiting": 1} and counts()[Tab.WAITING] == 1


def test_an_author_who_says_no_is_waited_for_no_more(terminal: Desk) -> None:
    a_product()
    bring(terminal, OLD)
    (mine,) = reviews_of(the_person(ANN).id)
    answer(mine.review, the_person(ANN), publish=False, ads=False, act=an_act("No"))
    assert sum(counts().values()) == 0


def test_the_same_file_again_changes_nothing(terminal: Desk) -> None:
    a_product()
    bring(terminal, OLD)
    assert words(bring(terminal, OLD)) == ["unchanged"]
    assert count(Review) == count(ReviewVersion) == count(Person) == 1


def test_what_the_author_wrote_herself_stays(terminal: Desk) -> None:
    bucket = a_product()
    a_review(ann(), bucket, body="She wrote this herself, here.")
    assert words(bring(terminal, OLD)) == ["kept"]
    assert [one.newest.body for one in reviews_of(the_person(ANN).id)] == ["She wrote this herself, here."]


def test_an_old_review_its_author_changed_stays_changed(terminal: Desk) -> None:
    bucket = a_product()
    bring(terminal, OLD)
    a_review(the_person(ANN), bucket, body="After two winters the rim cracked.")
    assert words(bring(terminal, OLD)) == ["kept"]
    assert in_numbers(bucket) == {"waiting": 1}


def test_one_review_for_each_person_and_product_however_many_addresses(terminal: Desk) -> None:
    a_product()
    suppression.marks_for([ANN, ANNIE], dict.fromkeys((ANN, ANNIE), ann().subject_id))
    session().commit()
    rows = (OLD, {**OLD, "email": ANNIE}, {**OLD, "email": ANN.upper(), "body": "Quite another text."})
    assert words(bring(terminal, *rows)) == ["added", "unchanged", "kept"]
    assert count(Review) == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"sku": "no-such"}, "there is no product"),
        ({"sku": ""}, "no sku"),
        ({"email": "x"}, "not an e-mail address"),
        ({"stars": "0"}, "stars is not"),
        ({"stars": "٣"}, "stars is not"),
        ({"body": "Too short"}, "fewer than 10"),
        ({"body": "\u200b" * 40}, "fewer than 10"),
        ({"body": "x" * 2001}, "longer than 2,000"),
        ({"name": "x" * 161}, "longer than 160"),
        ({"name_format": "full"}, "name_format is none of"),
        ({"written_on": ""}, "no written_at"),
        ({"written_on": "last year"}, "not a day"),
        ({"written_on": "2999-01-01"}, "in the future"),
    ],
)
def test_a_row_that_is_none_is_refused_and_the_next_one_is_not(
    terminal: Desk, cells: dict[str, str], said: str
) -> None:
    a_product()
    bad, good = bring(terminal, {**OLD, **cells}, {**OLD, "email": BEA})
    assert (bad["verdict"], good["verdict"]) == ("refused", "added")
    assert said in bad["detail"]


def test_card_numbers_are_masked_before_they_are_stored(terminal: Desk) -> None:
    a_product()
    bring(terminal, {**OLD, "body": "I paid with 4111 1111 1111 1111 and it was fine.", "name": "4111 1111 1111 1111"})
    (mine,) = reviews_of(the_person(ANN).id)
    assert "4111 1111 1111 1111" not in mine.newest.body + mine.review.name


def test_a_dry_run_says_the_same_and_writes_nothing(terminal: Desk) -> None:
    a_product()
    rows = (OLD, OLD, {**OLD, "email": BEA, "stars": "9"})
    said = words(bring(terminal, *rows, options=("--dry-run",)))
    assert count(Review) == count(Person) == 0
    assert said == words(bring(terminal, *rows)) == ["added", "unchanged", "refused"]


def test_columns_of_another_name_are_mapped(terminal: Desk) -> None:
    a_product()
    row = {"Item": OLD["sku"], "Mail": ANN, "Rating": "5", "Text": GOOD, "When": "2024-05-31T10:00:00-05:00"}
    mapping = terminal.file('sku="Item"\nemail="Mail"\nstars="Rating"\nbody="Text"\nwritten_at="When"\n', "map.toml")
    assert words(bring(terminal, row, options=("--map", mapping))) == ["added"]


def test_an_old_review_sends_no_marketing_to_anybody(terminal: Desk) -> None:
    a_product()
    bring(terminal, OLD)
    assert may(ANN, topic_by_slug("dog-deals")).startswith("no ")


def test_a_batch_takes_a_few_statements_however_many_rows(terminal: Desk, app: Flask) -> None:
    a_product()
    asked = []
    for size in (3, BATCH):
        rows = [{**OLD, "email": f"p{size}-{n}@example.com"} for n in range(size)]
        with statements(app) as found:
            bring(terminal, *rows)
        asked.append(len(found))
    assert asked[1] <= asked[0] + 5


def test_authors_are_asked_once_and_only_where_it_is_said(terminal: Desk) -> None:
    a_product()
    bring(terminal, OLD)
    bring(terminal, OLD, {**OLD, "email": BEA}, options=("--invite",))
    (asked,) = session().scalars(select(Message)).all()
    letter = compose_asking(asked.reference)
    assert letter and letter.to == BEA and letter.context["year"] == 2024
    bring(terminal, OLD, {**OLD, "email": BEA}, options=("--invite",))
    assert count(Message) == 1


def test_who_answered_already_is_not_asked(terminal: Desk) -> None:
    a_product()
    bring(terminal, OLD, {**OLD, "email": BEA}, options=("--invite",))
    (mine,) = reviews_of(the_person(ANN).id)
    agree(mine.review.id, the_person(ANN), an_act())
    said = [compose_asking(one.reference) for one in session().scalars(select(Message).order_by(Message.id))]
    assert [letter and letter.to for letter in said] == [None, BEA]


def test_who_wants_no_contact_at_all_is_not_asked(terminal: Desk) -> None:
    a_product()
    bring(terminal, OLD, {**OLD, "email": BEA}, options=("--invite",))
    suppression.suppress(suppression.mark_for(ANN), Scope.ALL_CONTACT, reason="test", act_id="0" * 32)
    a_stop(BEA)  # of marketing, which the question is not
    deliver_due()
    asked = session().scalars(select(Message).order_by(Message.id))
    assert [one.outcome for one in asked] == ["refused_by_gate", "handed_over"]


def test_an_imported_review_is_confirmed_by_an_order_that_is_here(terminal: Desk) -> None:
    order = an_order(ann(), a_product())
    bring(terminal, OLD)
    assert reviews_of(the_person(ANN).id)[0].review.order_id == order.id


def test_nobody_brings_in_reviews_of_a_child(terminal: Desk, mo: SignedIn) -> None:
    a_product()
    freeze(a_review(ann(), a_product("halter")).id, mo)
    session().commit()
    (row,) = bring(terminal, OLD)
    assert (row["verdict"], row["detail"]) == ("refused", "nobody works with reviews of this author")
