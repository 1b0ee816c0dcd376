"""The friend's page: who asked for the note, refusing all of them, reporting this one. It works after everything is erased."""

import pytest
from sqlalchemy import func, select

from app import consent
from app.core.database import session
from app.core.feature import declared
from app.core.personal_data import Holder, erase_everywhere
from app.people import Person
from app.products import Product
from app.tell_a_friend.desk_models import RecommendationReport
from tests.browser import Browser
from tests.makers import the_person
from tests.tell_a_friend.notes import CAL, SAM, hand_over, sent, the_note
from tests.tell_a_friend.telling import a_refusal, one_click, text
from tests.unsubscribe.links_of import a_link

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def number(bucket: Product) -> int:
    """A note of Sam's that was handed over."""
    found = sent(bucket)
    hand_over()
    return found


def reports() -> int:
    return session().scalar(select(func.count()).select_from(RecommendationReport)) or 0


def test_it_says_who_what_and_when_and_shows_no_address(client: Browser, number: int) -> None:
    answer = client.get(a_refusal(number))
    assert "Sam Ellis asked us to send you one note about Bucket." in text(client)
    assert "@" not in text(client) and answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_looking_writes_nothing(client: Browser, number: int) -> None:
    for _ in range(3):
        assert client.get(a_refusal(number)).status_code == client.head(a_refusal(number)).status_code == 200
    assert (consent.may_recommend(CAL).allowed, reports(), the_note(number).reported_at) == (True, 0, None)


def test_she_refuses_all_notes_and_may_undo_it(client: Browser, number: int) -> None:
    client.get(a_refusal(number))
    client.press("Refuse all notes like this")
    assert not consent.may_recommend(CAL).allowed and consent.may_recommend("dee@example.com").allowed
    client.press("Undo")
    assert consent.may_recommend(CAL).allowed
    assert session().scalar(select(func.count()).select_from(Person)) == 1  # Sam


def test_already_refused_it_says_since_when(client: Browser, number: int) -> None:
    client.post(one_click(number))
    client.get(a_refusal(number))
    assert "You have refused them since" in text(client)
    assert "Refuse all notes like this" not in [button.text for button in client.page.all("button")]  # type: ignore[union-attr]


def test_a_report_counts_once_and_a_reason_may_follow(client: Browser, number: int) -> None:
    client.get(a_refusal(number))
    first = client.press("Report abuse").get_data()
    again = client.post(f"{a_refusal(number)}/report", headers={"Sec-Fetch-Site": "same-origin"}).get_data()
    assert (first, reports()) == (again, 1)
    client.press("Tell us", reason="stranger")
    assert session().scalar(select(RecommendationReport.reason)) == "stranger"
    client.get(a_refusal(number))
    assert "You reported it on" in text(client)


@pytest.mark.parametrize("said", ["", "<script>", "x" * 5_000, "\x00"])
def test_a_reason_that_is_none_is_refused_and_the_report_stays(client: Browser, number: int, said: str) -> None:
    client.get(a_refusal(number))
    client.press("Report abuse")
    assert client.press("Tell us", reason=said).status_code == 422
    assert (reports(), session().scalar(select(RecommendationReport.reason))) == (1, "")


def test_after_its_sender_was_erased_it_was_someone(client: Browser, number: int) -> None:
    sam = the_person(SAM)
    erase_everywhere(declared().personal_data, Holder(sam.id, sam.subject_id))
    session().commit()
    client.get(a_refusal(number))
    assert "someone asked us" in text(client).replace("Someone", "someone") and "Sam" not in text(client)
    client.press("Refuse all notes like this")
    assert not consent.may_recommend(CAL).allowed and consent.may_recommend("dee@example.com").allowed


def test_a_link_of_a_note_that_is_gone_still_refuses(client: Browser, bucket: Product) -> None:
    client.get(a_refusal(123_456))
    assert "We hold nothing more about it." in text(client)
    client.press("Report abuse")
    assert reports() == 0
    client.press("Refuse all notes like this")
    assert not consent.may_recommend(CAL).allowed and consent.may_recommend("dee@example.com").allowed


@pytest.mark.parametrize("token", ["x", "A" * 58, "é" * 20, "-"])
def test_a_damaged_link_gets_the_page_with_the_typed_address(client: Browser, token: str) -> None:
    assert client.get(f"/friend/{token}").status_code == 404
    assert client.post(f"/friend/{token}/report", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
    assert "type the address we write to" in text(client)


def test_a_stop_link_opens_no_friends_page(client: Browser, number: int) -> None:
    assert client.get(a_link(CAL).replace("/u/", "/friend/")).status_code == 404
    assert consent.may_recommend(CAL).allowed
