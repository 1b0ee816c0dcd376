"""A person's record: opened for a reason, noted, read for a while, and seen by the person herself."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from app import links
from app.audit.models import AuditNote
from app.consent import METHODS, OFF, ON, PACE, by_whom
from app.core import clock
from app.core.database import session
from app.people import Look, Person
from app.products.models import Product
from app.purchases import Order
from app.reviews.models import Review
from app.staff import StaffMember
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.desk import PIA, SUE, a_member, sit_down
from tests.makers import a_no, a_topic, a_yes, says
from tests.sign_in import sign_in
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def desk(client: Browser) -> Browser:
    """Sue's browser."""
    sit_down(client, a_member(SUE))
    return client


def look_at(browser: Browser, person: Person, reason: str = "call") -> str:
    """Search, say why, open. Returns the address of the record."""
    browser.get("/staff")
    browser.press("Search", find=person.destinations[0].address)
    (opens,) = [button for button in browser.page.all("button") if button.get("formaction")]
    browser.press(" ".join("".join(opens.itertext()).split()), reason=reason)
    assert browser.page
    return browser.page.url


def location(browser: Browser, person: Person, reason: str = "call") -> str:
    browser.get(f"/staff/people/{person.id}")
    return browser.press("Open", follow=False, reason=reason).location


def test_a_record_opens_for_a_reason_and_says_what_the_person_will_see(desk: Browser) -> None:
    look_at(desk, ann())
    text = desk.page.text
    assert "reason “their call”" in text and "Customer support looked at your record" in text
    assert all(word in text for word in ("Ann Archer", ANN, "1 Elm Street, Dothan, AL 36302", "Customer C-1001"))


def test_a_look_is_one_line_in_the_trail_and_one_row_for_her(desk: Browser) -> None:
    person = ann()
    look_at(desk, person, "letter")
    (note,) = session().query(AuditNote).filter_by(act="people.look")
    (look,) = session().query(Look)
    assert (note.about, look.person_id) == (f"subject:{person.subject_id}", person.id)
    assert (look.role, look.reason) == ("support", "letter")


def test_without_a_reason_nothing_opens_and_nothing_is_noted(desk: Browser) -> None:
    person = ann()
    desk.get(f"/staff/people/{person.id}")
    assert desk.press("Open", reason="").status_code == 400
    assert "There is a problem" in desk.page.text and "Archer" not in desk.page.html
    assert session().query(Look).count() == 0


def test_a_record_without_a_look_asks_why_whether_it_exists_or_not(desk: Browser) -> None:
    pages = [desk.get(f"/staff/people/{number}").get_data(as_text=True) for number in (ann().id, 999)]
    assert "Why are you opening it?" in pages[0]
    assert "Archer" not in pages[0]
    assert desk.get("/staff/people/99999999999999").status_code == 404


def test_the_right_to_read_is_one_members_about_one_person_for_a_while(app: Flask, desk: Browser) -> None:
    first, second, other = ann(), bea(), Browser(app)
    sit_down(other, a_member(PIA))
    address = location(desk, first)
    assert "Archer" in desk.get(address).get_data(as_text=True)
    foreign = [other.get(address), desk.get(address.replace(f"/{first.id}?", f"/{second.id}?"))]
    assert not [answer for answer in foreign if "Archer" in answer.text or "Baker" in answer.text]
    assert all("Why are you opening it?" in answer.text for answer in foreign)


def test_the_right_to_read_ends(app: Flask, desk: Browser) -> None:
    address = location(desk, ann())
    with time_machine.travel(clock.now() + links.STAFF_IDLE + timedelta(seconds=5), tick=False):
        later = Browser(app)
        sit_down(later, session().query(StaffMember).one())
        assert "Why are you opening it?" in later.get(address).text


@pytest.mark.parametrize("token", ["", "garbage", "\0", "x" * 20_000])
def test_a_token_that_is_not_ours_asks_why(token: str, desk: Browser) -> None:
    answer = desk.get(f"/staff/people/{ann().id}", query_string={"look": token})
    assert (answer.status_code, "Archer" in answer.text) == (200, False)


def test_an_erased_person_leaves_a_page_that_says_nothing(desk: Browser) -> None:
    from_before = location(desk, person := ann())
    session().delete(session().query(Look).one())
    session().delete(person)
    session().commit()
    assert "Archer" not in desk.get(from_before).text
    desk.get(f"/staff/people/{person.id}")
    assert desk.press("Open", reason="call").status_code == 404


def test_the_record_says_what_she_gets_what_never_comes_and_who_said_so(desk: Browser) -> None:
    person, goats, sheep = ann(), a_topic(title="Goat notes"), a_topic(title="Sheep notes")
    a_yes(ANN, goats), a_yes(ANN, sheep), a_no(ANN, sheep, method="phone"), says(ANN, PACE, "week")
    says(ANN, "marketing", OFF, channel="post", method="letter")
    look_at(desk, person)
    text = desk.page.text
    assert "Email: Dog deals" in text and "Goat notes" in text and "at most one a week" in text
    assert "Sheep notes (Support, by phone" in text and "All catalogs and postcards (Support, by letter" in text


def test_the_last_changes_name_before_after_and_who(desk: Browser) -> None:
    topic = a_topic(title="Goat notes")
    person = ann()
    a_yes(ANN, topic), a_no(ANN, topic, method="one_click")
    look_at(desk, person)
    rows = ["".join(row.itertext()).split("a.m.")[-1].split("p.m.")[-1] for row in desk.page.all("tr")[1:]]
    assert "stopped" in rows[0] and "Mail program, one click" in rows[0]
    assert "not sending" in rows[1] and rows[1].endswith("Shopper")


def test_what_she_said_about_a_review_is_told_in_words(desk: Browser) -> None:
    person = ann()
    for purpose in ("reviews.publish:17", "reviews.ads:17"):
        says(ANN, purpose, OFF if "ads" in purpose else ON, method="review_page")
    look_at(desk, person)
    rows = ["".join(row.itertext()) for row in desk.page.all("tr")[1:]]
    assert rows[0].endswith("Review R-17 in catalogs and adsnot answered →now noShopper, with a review")
    assert rows[1].endswith("Publishing review R-17not answered →now yesShopper, with a review")


def test_every_way_an_act_comes_about_has_words(desk: Browser) -> None:
    bare = {method.name for method in METHODS if by_whom(method.name) == method.name}
    assert bare == {"undo"}  # told with who undid it


def test_orders_are_told_by_count_day_and_the_ends_of_their_numbers(desk: Browser) -> None:
    person = ann()
    for day in range(1, 8):
        session().add(
            Order(number=f"W-20{day}17", person_id=person.id, ordered_on=date(2026, 6, day), imported_at=clock.now())
        )
    session().commit()
    look_at(desk, person)
    assert "7, the last on June 7, 2026. Numbers end in 717, 617, 517, 417, 317" in desk.page.text
    assert "W-20" not in desk.page.html


def test_other_packages_say_their_line(desk: Browser) -> None:
    person, now = ann(), clock.now()
    product = Product(
        sku="T-1", slug="fly-mask", title="Fly mask", category="", description="", picture="", added_at=now
    )
    session().add(product)
    session().flush()
    session().add(
        Review(product_id=product.id, person_id=person.id, origin="site", name_format="initials", created_at=now)
    )
    session().commit()
    look_at(desk, person)
    assert "Reviews 1, of which 0 public" in " ".join(desk.page.text.replace("Reviews", "Reviews ").split())


def test_the_record_asks_the_same_few_questions_however_much_there_is(app: Flask, desk: Browser) -> None:
    address, counts = location(desk, ann()), []
    for more in (1, 12):
        for _ in range(more):
            topic = a_topic()
            a_yes(ANN, topic), a_no(ANN, topic)
        with statements(app) as said:
            desk.get(address)
        counts.append(len(said))
    assert counts[0] == counts[1] <= 25


def test_she_sees_role_reason_and_time_and_nobody_elses(app: Flask, desk: Browser) -> None:
    look_at(desk, ann())
    bea()
    hers, other = Browser(app), Browser(app)
    sign_in(hers, ANN), sign_in(other, BEA)
    hers.get("/profile"), other.get("/profile")
    assert "Customer support looked at your record, because of your call" in hers.page.text
    assert "looked at your record, because" not in other.page.html
    assert SUE not in hers.page.html and "sue" not in hers.page.html.lower()
