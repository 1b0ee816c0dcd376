"""Two copies, not for me, moved, deceased: what stops at once, and what staff get to see."""

import pytest

from app.consent import OFF, UNSET
from app.core.database import session
from app.paper.models import PaperReport
from app.paper.pages import guarding
from app.people import erase_person
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.labels import LINES, a_code, of_label, of_place
from tests.makers import may, the_person
from tests.sign_in import sign_in

pytestmark = pytest.mark.usefixtures("app_context")


def report(client: Browser, kind: str, **fields: str) -> str:
    client.get("/paper/report")
    assert client.press("Send", report=kind, **{**LINES, **fields}).status_code == 200
    assert client.page
    return client.page.text


def kept() -> list[tuple[str, bool]]:
    """(kind, whether it waits) of each report."""
    return [(row.kind, row.settled_at is None) for row in session().query(PaperReport).order_by(PaperReport.id)]


@pytest.mark.parametrize("kind", ["not_for_me", "moved"])
def test_paper_to_that_name_stops_at_once_and_nobody_has_to_look(kind: str, client: Browser) -> None:
    assert "Paper mail to that name is stopped" in report(client, kind)
    assert (of_place("person"), of_place("household"), kept()) == (OFF, UNSET, [])


def test_a_death_stops_paper_at_once_and_email_after_a_look(client: Browser) -> None:
    person = ann()
    before = may(ANN, topic_by_slug("dog-deals"))
    text = report(client, "deceased")
    assert "We’re sorry. Paper mail is stopped." in text and "once our staff had a look" in text
    assert (of_place("person"), kept(), may(ANN, topic_by_slug("dog-deals"))) == (OFF, [("deceased", True)], before)
    assert person.display_name not in text


def test_two_copies_go_to_staff_and_stop_nothing(client: Browser) -> None:
    report(client, "two_copies", other="A. Archer, 1 Elm St.")
    assert (of_place("person"), kept()) == (UNSET, [("two_copies", True)])


def test_what_was_typed_is_sealed(client: Browser) -> None:
    report(client, "two_copies", other="A. Archer")
    row = session().query(PaperReport).one()
    assert row.sealed and b"Archer" not in row.sealed and b"Elm" not in row.sealed


def test_undo_takes_back_the_stop_and_the_task(client: Browser) -> None:
    report(client, "deceased")
    client.press("Undo")
    row = session().query(PaperReport).one()
    assert (of_place("person"), row.outcome, row.sealed) == (UNSET, "taken_back", None)


def test_a_double_click_is_one_report(client: Browser) -> None:
    client.get("/paper/report")
    drawn = client.page
    for _press in range(2):
        client.page = drawn
        client.press("Send", report="deceased", **LINES)
    assert kept() == [("deceased", True)]


def test_with_a_code_nothing_has_to_be_copied(client: Browser) -> None:
    client.get(f"/m/{a_code()}/report")
    client.press("Send", report="deceased")
    assert (of_label(), kept()) == (OFF, [("deceased", True)])
    client.press("Undo")
    assert (of_label(), kept()) == (UNSET, [("deceased", False)])


@pytest.mark.parametrize("kind", ["", "bored", "\0"])
def test_what_is_none_of_the_four_is_asked_again(kind: str, client: Browser) -> None:
    client.get("/paper/report")
    assert client.press("Send", report=kind, **LINES).status_code == 422
    assert client.page and "Choose what we should know" in client.page.text and "1 Elm Street" in client.page.html
    client.get(f"/m/{a_code()}/report")
    assert client.press("Send", report=kind).status_code == 422


def test_nothing_is_chosen_at_first(client: Browser) -> None:
    client.get("/paper/report")
    assert client.page and not [box for box in client.page.all("input") if box.get("checked") is not None]


def test_too_many_reports_are_told_when_to_go_on(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "REPORTS", guarding.Limit("paper-report", 1, guarding.REPORTS.per))
    report(client, "moved")
    client.get("/paper/report")
    assert client.press("Send", report="two_copies", **LINES).status_code == 429
    assert client.page and "press again after" in client.page.text and "1 Elm Street" in client.page.html


def test_signed_in_her_own_label_stands_there_and_a_stranger_sees_none(client: Browser) -> None:
    ann()
    sign_in(client, ANN)
    client.get("/paper/report")
    assert client.page and 'value="Ann Archer"' in client.page.html and 'value="Dothan AL 36302"' in client.page.html
    stranger = Browser(client.application)
    stranger.get("/paper/report")
    assert stranger.page and "Archer" not in stranger.page.html


def test_erasing_the_person_erases_what_was_typed_about_her(client: Browser) -> None:
    person = ann()
    report(client, "two_copies")
    row = session().query(PaperReport).one()
    assert row.subject_id == person.subject_id
    erase_person(the_person(ANN))
    session().commit()
    assert (row.sealed, row.subject_id, row.outcome) == (None, None, "erased")


def test_what_was_typed_before_we_knew_her_is_erased_with_her_and_a_neighbors_stays(client: Browser) -> None:
    report(client, "two_copies")
    report(Browser(client.application), "two_copies", name="Zoe Other", street="9 Far Road")
    ann(), bea()
    for address, left in ((BEA, 2), (ANN, 1)):
        erase_person(the_person(address))
        session().commit()
        assert session().query(PaperReport).filter(PaperReport.sealed.is_not(None)).count() == left
