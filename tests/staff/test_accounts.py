"""What an administrator does to accounts: each act ends sessions at once, is noted, and leaves an administrator."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app import outbox
from app.audit.models import AuditNote, AuditValue
from app.core import clock
from app.core.database import session
from app.core.refusals import NotFound, Refusal
from app.staff import (
    LastAdmin,
    NotYourself,
    Role,
    StaffMember,
    WorksHere,
    change_role,
    end_member,
    every_member,
    find_member,
    invite,
    recovery,
    reset_member,
)
from app.staff.jobs import forget_sessions
from app.staff.models import StaffSession
from tests.browser import Browser
from tests.desk import MAX, MO, PIA, ROOT, SUE, a_member, sit_down
from tests.staff.doors import OVERVIEW, come_in, joined, show_password
from tests.statements import statements

ACTS: dict[str, Callable[[int, str], object]] = {
    "end": end_member,
    "reset": reset_member,
    "role": lambda member_id, actor: change_role(member_id, Role.SUPPORT, actor),
}


@pytest.fixture(params=ACTS)
def act(request: pytest.FixtureRequest, app_context: None) -> Callable[[int, str], object]:
    """Each of the three acts in turn."""
    return ACTS[request.param]


def notes(act: str) -> list[tuple[str, str | None, str | None]]:
    found = (
        session().query(AuditNote.actor, AuditValue.old, AuditValue.new).join(AuditValue).filter(AuditNote.act == act)
    )
    return [tuple(row) for row in found]


def test_every_act_ends_her_sessions_at_once_and_nobody_elses(act: Callable[[int, str], object], app: Flask) -> None:
    mo, sue, member = Browser(app), Browser(app), joined()
    joined(SUE)
    come_in(mo)
    come_in(sue, SUE)
    act(member.id, "staff:99")
    assert (mo.get(OVERVIEW).status_code, sue.get(OVERVIEW).status_code) == (303, 200)


def test_nobody_does_it_to_herself(act: Callable[[int, str], object]) -> None:
    a_member(ROOT)
    member = a_member(PIA, Role.ADMIN)
    with pytest.raises(NotYourself):
        act(member.id, f"staff:{member.id}")
    act(member.id, "staff:99")


@pytest.mark.parametrize("number", [0, -1, 999, 2**40])
def test_nobody_is_nobody(number: int, act: Callable[[int, str], object]) -> None:
    with pytest.raises(NotFound):
        act(number, "command")


def test_who_has_ended_is_not_changed_any_more(act: Callable[[int, str], object]) -> None:
    member = joined()
    end_member(member.id, "command")
    with pytest.raises(NotFound):
        act(member.id, "command")


@pytest.mark.parametrize("name", ["end", "role"])
def test_the_last_administrator_stays(name: str, app_context: None) -> None:
    root = a_member(ROOT)
    invite(PIA, Role.ADMIN, "command")  # who has not joined cannot let anybody in
    with pytest.raises(LastAdmin):
        ACTS[name](root.id, "command")
    a_member(MAX, Role.ADMIN)
    ACTS[name](root.id, "command")


def test_two_administrators_who_end_each_other_leave_one(app: Flask, app_context: None) -> None:
    one, two = a_member(ROOT), a_member(MAX, Role.ADMIN)

    def end_one() -> bool:
        with app.app_context():
            try:
                end_member(one.id, f"staff:{two.id}")
                session().commit()
            except Refusal:
                return False
        return True

    end_member(two.id, f"staff:{one.id}")  # not committed yet: the other one must wait for it
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(end_one)
        time.sleep(0.5)
        session().commit()
        assert not other.result()


def test_a_reset_clears_everything_and_invites_anew(client: Browser, app_context: None) -> None:
    member = joined()
    link = reset_member(member.id, "staff:99")
    assert (member.password_hash, member.totp_sealed, member.joined_at) == (None, None, None)
    assert recovery.how_many_left(member.id) == 0
    assert show_password(client).status_code == 400
    assert client.get("/" + link.split("/", 3)[3]).status_code == 200
    (told,) = session().query(outbox.Message).filter_by(kind="staff_changed")
    assert "/reset/" in told.reference


def test_whoever_has_not_joined_gets_a_new_invitation_and_no_mail(client: Browser, app_context: None) -> None:
    older = invite(MO, Role.MODERATOR, "command")
    reset_member(session().query(StaffMember).one().id, "staff:99")
    assert client.get("/" + older.split("/", 3)[3]).status_code == 410
    assert session().query(outbox.Message).count() == 0


def test_an_end_clears_the_sign_in_so_that_a_new_invitation_begins_anew(client: Browser, app_context: None) -> None:
    member = joined()
    end_member(member.id, "command")
    invite(MO, Role.SUPPORT, "command")
    assert show_password(client).status_code == 400
    assert (member.ended_at, member.role, member.password_hash) == (None, "support", None)


def test_who_works_here_is_not_invited_past_the_accounts_page(app_context: None) -> None:
    member = joined()
    with pytest.raises(WorksHere):
        invite("MO@Example.com", Role.ADMIN, "command")
    assert member.role == "moderator"


def test_the_trail_says_from_what_to_what_and_by_whom(app_context: None) -> None:
    member = joined()
    change_role(member.id, Role.MAIL, "staff:7")
    change_role(member.id, Role.MAIL, "staff:7")  # a double click
    reset_member(member.id, "staff:7")
    end_member(member.id, "command")
    assert notes("staff.role") == [("staff:7", "moderator", "mail")]
    assert notes("staff.end") == [("command", "mail", None)]
    assert session().query(AuditNote).filter_by(act="staff.reset", about=f"staff:{member.id}").count() == 1


def test_the_list_says_how_each_stands(app: Flask, app_context: None) -> None:
    joined()
    end_member(joined(SUE).id, "command")
    invite(PIA, Role.PRIVACY, "command")
    come_in(Browser(app))
    found = {account.email: account for account in every_member()}
    assert list(found) == [MO, PIA, SUE]
    assert found[MO].seen_at and found[MO].joined_at and not found[MO].invited_until
    assert found[PIA].invited_until and not found[PIA].joined_at
    assert found[SUE].ended_at and not found[SUE].seen_at


def test_the_last_sign_in_is_known_after_its_session_was_forgotten(app: Flask, app_context: None) -> None:
    member = joined()
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(3):
            travel.shift(60)
            sit_down(Browser(app), member)
        newest = clock.now()
        travel.shift(timedelta(days=9))
        sit_down(Browser(app), joined(SUE))
        assert forget_sessions() == "2 sessions of the desk dropped"
    assert next(account.seen_at for account in every_member()) == newest
    assert session().query(StaffSession).count() == 2


def test_the_list_is_one_query_however_many_they_are(app: Flask, app_context: None) -> None:
    for number in range(12):
        a_member(f"m{number}@example.com", Role.SUPPORT)
    with statements(app) as asked:
        assert len(every_member()) == 12
    assert len([each for each in asked if each.startswith("SELECT")]) == 1


def test_a_member_is_found_by_her_number(app_context: None) -> None:
    member = joined()
    assert find_member(member.id).email == MO
    with pytest.raises(NotFound):
        find_member(member.id + 1)
