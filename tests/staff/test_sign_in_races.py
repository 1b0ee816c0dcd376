"""Signing in at the moment at which somebody takes the right to it away: the session does not outlive that."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from app.core.database import session
from app.staff import Role, StaffMember, begin_session, end_member, find_member, invite, reset_member, signing_in
from app.staff.resetting import set_password
from app.staff.sessions import find_session
from app.staff.signing_in import SignInEnded
from tests.desk import MO, SUE
from tests.staff.doors import CODES, PASSWORD, code, hashed, joined


def end_and_invite(member_id: int) -> None:
    """She left, and came back."""
    end_member(member_id, "command")
    invite(MO, Role.MODERATOR, "command")


def new_password(member_id: int) -> None:
    """By the mail, with a second factor."""
    set_password(find_member(member_id), hashed() + "x")


ACTS: dict[str, Callable[[int], object]] = {
    "end": end_and_invite,
    "password": new_password,
    "reset": lambda member_id: reset_member(member_id, "command"),
}
FACTORS = {"app": code, "recovery code": lambda: CODES[0]}


def arrive(member: StaffMember, factor: str) -> str:
    """Password and second factor are right; nothing is committed yet. Returns the session."""
    begun = signing_in.begin(member.email, PASSWORD, "127.0.0.0/24")
    session().commit()
    signing_in.finish(begun, member, factor, FACTORS[factor](), "127.0.0.0/24")  # type: ignore[arg-type]  # a word of FACTORS
    return begin_session(member, "127.0.0.0/24", "browser")


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_session_that_began_a_moment_before_ends(
    act: Callable[[int], object], factor: str, app: Flask, app_context: None
) -> None:
    member_id, other = joined().id, arrive(joined(SUE), factor)
    session().commit()
    mine = arrive(find_member(member_id), factor)

    def run() -> None:
        with app.app_context():
            act(member_id)
            session().commit()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        time.sleep(0.5)
        session().commit()
        running.result()
    assert find_session(mine) is None and find_session(other) is not None


def test_a_sign_in_begun_with_the_old_password_does_not_arrive(app_context: None) -> None:
    member = joined()
    begun = signing_in.begin(MO, PASSWORD, "127.0.0.0/24")
    new_password(member.id)
    session().commit()
    with pytest.raises(SignInEnded):
        signing_in.finish(begun, member, "app", code(), "127.0.0.0/24")
