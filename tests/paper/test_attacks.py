"""What people try on the pages of paper mail."""

import pytest
from sqlalchemy import func, select

from app import links
from app.consent import OFF, UNSET, ConsentEntry
from app.core.database import session
from app.paper.models import PaperReport
from app.paper.pages import guarding
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, ann
from tests.labels import LINES, NUMBER, ZIP, a_code, of_label
from tests.makers import a_stop
from tests.unsubscribe.links_of import a_link

pytestmark = pytest.mark.usefixtures("app_context")
OURS = {"Sec-Fetch-Site": "same-origin"}
FORMS = {
    "/paper/number": {"customer_number": NUMBER, "postal_code": ZIP},
    "/paper/lines": LINES,
    "/paper/report": {**LINES, "report": "two_copies", "other": "x"},
    "/paper/undo": {"ticket": "x"},
    "/paper/fewer": {"ticket": "x", "less": "year1"},
}
BAD = [
    "",
    "\0",
    "\0" * 40,
    "x" * 5000,
    "<script>alert(1)</script>",
    "\ud83d\ude00 ' OR 1=1 --",
    "\u202e\u2028",
    "٣٦٣٠١",
]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("address", FORMS)
def test_garbage_in_any_field_gets_a_clear_page(address: str, bad: str, client: Browser) -> None:
    for name in (*FORMS[address], "what", "kind", "scope", "shown", "less"):
        text = bad.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        answer = client.post(address, data={**FORMS[address], name: text}, headers=OURS)
        assert answer.status_code in (200, 400, 404, 410, 422, 429), (name, answer.status_code)


def test_a_form_that_is_no_form_is_refused(client: Browser) -> None:
    for address in FORMS:
        answer = client.post(address, data=b"\xff\xfe{", content_type="application/json", headers=OURS)
        assert answer.status_code in (400, 404, 422)
    assert session().scalar(select(func.count()).select_from(ConsentEntry)) == 0


def test_what_was_typed_is_escaped_where_it_stands_again(client: Browser) -> None:
    client.post("/paper/lines", data={**LINES, "last_line": '"><script>'}, headers=OURS)
    assert client.page and "<script>" not in client.page.html.replace("<script src", "")


def test_another_site_cannot_press_here(client: Browser) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/paper/number", data=FORMS["/paper/number"], headers=foreign).status_code == 403
    assert of_label() == UNSET


def test_a_busy_network_is_still_honoured_and_noted(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "STOPS", guarding.Limit("paper-stop", 1, guarding.STOPS.per))
    for number in ("1", NUMBER):
        assert (
            client.post("/paper/number", data={"customer_number": number, "postal_code": ZIP}, headers=OURS).status_code
            == 200
        )
    assert (of_label(), of_label(number="1")) == (OFF, OFF)


def test_a_flood_of_guesses_is_told_when_to_go_on_and_loses_nothing(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "MANY_STOPS", guarding.Limit("paper-stops", 1, guarding.STOPS.per))
    client.get("/paper")
    client.press("Stop paper mail", customer_number="1", postal_code=ZIP)
    client.get("/paper")
    assert client.press("Stop paper mail", customer_number=NUMBER, postal_code=ZIP).status_code == 429
    assert client.page and "press again after" in client.page.text and f'value="{NUMBER}"' in client.page.html
    assert (of_label(number="1"), of_label()) == (OFF, UNSET)


def test_a_code_is_never_limited(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "MANY_STOPS", guarding.Limit("paper-stops", 0, guarding.STOPS.per))
    assert client.post(f"/m/{a_code()}/stop", data={"what": "all"}, headers=OURS).status_code == 200
    assert of_label() == OFF


def test_a_ticket_of_another_page_undoes_nothing_here(client: Browser) -> None:
    ann()
    stop = a_stop(ANN)
    ticket = links.prove("undo", {"act": stop.act_id, "link": "00"})
    for address in ("/paper/undo", "/paper/fewer"):
        assert client.post(address, data={"ticket": ticket, "less": "year1"}, headers=OURS).status_code == 404
    assert session().scalar(select(func.count()).select_from(ConsentEntry)) == 1


def test_a_ticket_of_paper_undoes_nothing_elsewhere(client: Browser) -> None:
    client.get("/paper")
    client.press("Stop paper mail", customer_number=NUMBER, postal_code=ZIP)
    assert client.page
    ticket = str(next(field.get("value") for field in client.page.all("input") if field.get("name") == "ticket"))
    assert client.post(f"{a_link(ANN, topic_by_slug('dog-deals'))}/undo", data={"ticket": ticket}).status_code == 400
    assert of_label() == OFF


def test_a_damaged_ticket_is_none(client: Browser) -> None:
    client.get("/paper")
    client.press("Stop paper mail", customer_number=NUMBER, postal_code=ZIP)
    assert client.page
    ticket = str(next(field.get("value") for field in client.page.all("input") if field.get("name") == "ticket"))
    assert client.post("/paper/undo", data={"ticket": ticket[:-3]}, headers=OURS).status_code == 404
    assert of_label() == OFF


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", FORMS)
def test_prefetching_an_address_that_acts_does_nothing(address: str, method: str, client: Browser) -> None:
    assert client.open(address, method=method).status_code in (200, 405)
    assert session().query(PaperReport).count() == session().query(ConsentEntry).count() == 0
