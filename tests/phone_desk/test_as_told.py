"""Stops of an address as told: whoever it is, the stop is kept and holds when the address comes to us later."""

import pytest

from app import consent, suppression
from app.channels import Place, label_key, post_keys
from app.consent import MARKETING, OFF
from app.core.database import session
from app.phone_desk.models import RecordedStop
from app.suppression import StoredFingerprint, Suppression
from tests.browser import Browser
from tests.makers import a_person, a_topic, may
from tests.phone_desk.calls import searched, the_stop

pytestmark = pytest.mark.usefixtures("app_context")
PLACE = {"name": "Cal Carter", "street": "7 Fir Road", "city": "Dothan", "state": "AL", "zip": "36303"}


def is_off(subject_id: str, channel: str) -> bool:
    return consent.current_states(subject_id).get((MARKETING, channel)) == OFF


def test_an_unknown_email_is_stopped_and_stays_so_when_it_comes_later(desk: Browser) -> None:
    topic = a_topic(default="on_for_customers")
    searched(desk, "Cal@Example.org")
    assert "Nobody found" in desk.page.text
    desk.press("Stop all")
    assert "Everything stopped for C••@example.org" in desk.page.text
    assert "also if the address comes to us later" in desk.page.text
    a_person("cal@example.org", is_customer=True), a_person("dan@example.org", is_customer=True)
    assert (may("cal@example.org", topic)[:2], may("dan@example.org", topic)) == ("no", "yes customer")


def test_a_customer_number_with_its_zip_is_kept_as_a_stop(desk: Browser) -> None:
    searched(desk, "C-7777 36303")
    desk.press("Stop paper")
    mark = suppression.mark_for_key(label_key("C-7777", "36303"))
    assert is_off(mark.subject_id, "post") and "Customer C-••••, 363••" in desk.page.text


def test_a_name_and_postal_address_is_kept_as_a_stop(desk: Browser) -> None:
    searched(desk, "carter 36303")
    desk.press("Stop paper", **PLACE)
    place = Place("Cal Carter", "7 Fir Road", "", "Dothan", "AL", "36303")
    mark = suppression.mark_for_key(post_keys(place).person)
    assert is_off(mark.subject_id, "post") and "Paper stopped for C•• C•••••, 36303" in desk.page.text
    assert session().query(Suppression).filter_by(fingerprint_id=mark.id).count() == 1


def arrives(address: str, name: str, street: str, **fields: str) -> None:
    """A customer comes to us with a postal address."""
    first, last = name.split()
    a_person(address, is_customer=True, first_name=first, last_name=last, street=street, **fields)


def test_a_name_and_address_told_is_honoured_when_they_come_to_us_later(desk: Browser) -> None:
    catalog = a_topic(channel="post", default="on_for_customers")
    searched(desk, "carter 36302")
    desk.press("Stop paper", **PLACE | {"zip": "36302"})
    arrives("cal@example.org", "Cal Carter", "7 Fir Road"), arrives("eve@example.org", "Eve Carter", "7 Fir Road")
    assert (may("cal@example.org", catalog)[:2], may("eve@example.org", catalog)) == ("no", "yes customer")


def test_a_customer_number_told_is_honoured_when_it_comes_to_us_later(desk: Browser) -> None:
    catalog = a_topic(channel="post", default="on_for_customers")
    searched(desk, "C-7777 36302")
    desk.press("Stop paper")
    arrives("cal@example.org", "Cal Carter", "7 Fir Road", customer_number="C-7777")
    arrives("eve@example.org", "Eve Carter", "7 Fir Road", customer_number="C-7778")
    assert (may("cal@example.org", catalog)[:2], may("eve@example.org", catalog)) == ("no", "yes customer")


def test_undo_of_a_stop_as_told_takes_it_back(desk: Browser) -> None:
    catalog = a_topic(channel="post", default="on_for_customers")
    searched(desk, "carter 36302")
    desk.press("Stop paper", **PLACE | {"zip": "36302"})
    desk.press("Undo")
    arrives("cal@example.org", "Cal Carter", "7 Fir Road")
    assert may("cal@example.org", catalog) == "yes customer"


def test_told_of_a_label_we_know_nobody_is_mailed_and_no_letter_names_anybody(desk: Browser) -> None:
    searched(desk, "C-1001 36302")
    desk.press("Stop paper", who="none")
    row, token = the_stop(), token_of(desk)
    assert row.kind == "label" and "Archer" not in desk.page.text
    for what, status in (("mail", 303), ("letter", 404)):
        address = f"/staff/phone/stops/{row.reference}/{what}"
        assert desk.post(address, data={"csrf_token": token}, follow_redirects=False).status_code == status
    assert the_stop().mailed_at is None


def token_of(desk: Browser) -> str:
    fields = desk.page.all("input")
    return str(next(field.get("value") for field in fields if field.get("name") == "csrf_token"))


@pytest.mark.parametrize("missing", ["name", "street", "city", "zip"])
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(missing: str, desk: Browser) -> None:
    searched(desk, "carter 36303")
    answer = desk.press("Stop paper", **{**PLACE, missing: ""})
    assert answer.status_code == 422 and "There is a problem" in desk.page.text
    assert all(f'value="{text}"' in desk.page.html for field, text in PLACE.items() if field != missing)
    assert session().query(RecordedStop).count() == 0


def test_a_name_without_a_street_asks_for_the_address(desk: Browser) -> None:
    searched(desk, "carter 36303")
    assert desk.press("Stop paper").status_code == 422
    assert "Not found. To keep it as a stop, write the address below" in desk.page.text


def test_a_refused_form_leaves_no_mark_behind(desk: Browser) -> None:
    before = session().query(StoredFingerprint).count()
    searched(desk, "cal@example.org")
    desk.press("Stop all", received="2999-01-01")
    desk.press("Stop all", entry="garbage")
    assert session().query(StoredFingerprint).count() == before


def test_an_address_we_do_know_told_as_unknown_stops_its_person(desk: Browser) -> None:
    topic = a_topic(default="on_for_customers")
    searched(desk, "nobody@example.org")
    desk.press("Stop email", whom="ann@example.com")
    assert may("ann@example.com", topic)[:2] == "no" and the_stop().kind == "email"


def test_no_confirmation_is_offered_where_no_address_is_held(desk: Browser) -> None:
    searched(desk, "cal@example.org")
    desk.press("Stop email")
    assert "Email a confirmation" not in desk.page.text and "Print a letter" not in desk.page.text
