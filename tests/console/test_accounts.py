"""Staff accounts: inviting, another role, the end, and what always stays."""

import csv
import io

import pytest
from flask import Flask

from app.audit.models import AuditNote, AuditValue
from app.core.database import session
from app.staff import AccountStays, Role, StaffMember, change_role, end_member
from tests.browser import Browser, words
from tests.desk import MO, ROOT, SUE, a_member, sit_down
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
PAGE = "/staff/accounts"


@pytest.fixture
def desk(client: Browser) -> Browser:
    """The administrator's browser."""
    sit_down(client, a_member(ROOT))
    return client


def invite(browser: Browser, email: str = "new@example.com", role: str = "support") -> int:
    browser.get(PAGE)
    return browser.press("Make the invitation", email=email, role=role).status_code


def shown_link(browser: Browser) -> str:
    (link,) = [words(area) for area in browser.page.all("textarea")]
    return "/" + link.split("/", 3)[3]


def press(browser: Browser, member: StaffMember, what: str, **fields: str) -> int:
    """The form of one member's row, sent as a browser would."""
    browser.get(PAGE)
    token = browser.page.all("input")[0].get("value")
    address = f"{PAGE}/{member.id}/{what}"
    return browser.post(address, data={"csrf_token": token, **fields}, follow_redirects=True).status_code


def test_an_invitation_is_shown_once_and_works(desk: Browser, app: Flask) -> None:
    assert invite(desk) == 200
    link = shown_link(desk)
    assert Browser(app).get(link).status_code == 200
    desk.get(PAGE)
    assert "new@example.com" in desk.page.text and link not in desk.page.html


@pytest.mark.parametrize(
    ("email", "role", "says"), [("new", "support", "with an @"), ("new@example.com", "boss", "Choose what")]
)
def test_a_mistake_stands_beside_its_field_and_keeps_what_was_typed(
    email: str, role: str, says: str, desk: Browser
) -> None:
    assert invite(desk, email, role) == 400
    assert says in desk.page.text and f'value="{email}"' in desk.page.html
    assert desk.page.title.startswith("Error:")
    assert session().query(StaffMember).count() == 1


def test_an_account_that_is_there_is_not_invited_over(desk: Browser) -> None:
    a_member(SUE)
    assert (invite(desk, "SUE@example.com", "admin"), invite(desk, ROOT, "support")) == (409, 409)
    roles = {one.email: one.role for one in session().query(StaffMember)}
    assert roles == {SUE: "support", ROOT: "admin"}


def test_another_role_ends_the_sessions_of_that_member_and_nobody_elses(app: Flask, desk: Browser) -> None:
    sue, mo = Browser(app), Browser(app)
    member = a_member(SUE)
    sit_down(sue, member)
    sit_down(mo, a_member(MO))
    assert press(desk, member, "role", role="moderator") == 200
    assert "works as moderator now" in desk.page.text
    assert (sue.get("/staff").status_code, mo.get("/staff").status_code) == (303, 200)


def test_what_changed_stands_in_the_trail_old_and_new_without_an_address(desk: Browser) -> None:
    member = a_member(SUE)
    press(desk, member, "role", role="privacy")
    (note,) = session().query(AuditNote).filter_by(act="staff.role")
    (value,) = session().query(AuditValue).filter_by(note_id=note.id)
    assert (note.about, value.old, value.new) == (f"staff:{member.id}", "support", "privacy")
    assert "example.com" not in str([vars(one) for one in session().query(AuditValue)])


def test_an_ended_account_is_out_at_once_and_stays_in_the_list(app: Flask, desk: Browser) -> None:
    sue, member = Browser(app), a_member(SUE)
    sit_down(sue, member)
    assert press(desk, member, "end") == 200
    assert "Ended" in desk.page.text and SUE in desk.page.text
    assert sue.get("/staff").status_code == 303
    assert invite(desk, SUE) == 200


@pytest.mark.parametrize("what", ["end", "role"])
def test_nobody_ends_or_demotes_herself(what: str, desk: Browser) -> None:
    root = session().query(StaffMember).one()
    assert press(desk, root, what, role="support") == 409
    assert "your own account" in desk.page.text
    assert (root.role, root.ended_at) == (Role.ADMIN.value, None)


def test_a_new_invitation_ends_the_sessions_and_the_older_link(app: Flask, desk: Browser) -> None:
    sue, member = Browser(app), a_member(SUE)
    sit_down(sue, member)
    press(desk, member, "reset")
    first = shown_link(desk)
    press(desk, member, "reset")
    assert [Browser(app).get(link).status_code for link in (first, shown_link(desk))] == [410, 200]
    assert sue.get("/staff").status_code == 303


@pytest.mark.parametrize("what", ["end", "role", "reset"])
def test_an_account_that_is_not_there_gets_a_page(what: str, desk: Browser) -> None:
    stranger = StaffMember(id=999)
    assert press(desk, stranger, what, role="support") == 404
    assert press(desk, a_member(SUE), "role", role="\0") == 400


def test_the_csv_defuses_formulas_and_taking_it_is_noted(desk: Browser) -> None:
    a_member("=cmd@example.com", Role.SUPPORT)
    desk.get(PAGE)
    form, _button = desk.page.form("Download CSV")
    token = next(each.get("value") for each in form.iter("input"))
    answer = desk.post(PAGE + "/export", data={"csrf_token": token}, buffered=True)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["email"] for row in rows} == {ROOT, "'=cmd@example.com"}
    assert session().query(AuditNote).filter_by(act="staff.export").count() == 1


def test_the_list_asks_the_same_few_questions_however_many_work_here(app: Flask, desk: Browser) -> None:
    counts = []
    for more in (1, 10):
        for number in range(more):
            a_member(f"m{more}-{number}@example.com", Role.SUPPORT)
        with statements(app) as said:
            desk.get(PAGE)
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_the_last_administrator_stays_whoever_asks(desk: Browser) -> None:
    root = session().query(StaffMember).one()
    for act in (lambda: end_member(root.id, "command"), lambda: change_role(root.id, Role.MAIL, "command")):
        with pytest.raises(AccountStays, match="last administrator"):
            act()
    a_member("second@example.com", Role.ADMIN)
    end_member(root.id, "command")
    assert root.ended_at is not None
