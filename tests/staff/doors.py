"""Coming in through the doors of the desk, the way people do it: with a password, and an app that shows codes."""

import functools

from werkzeug.test import TestResponse

from app.core.database import session
from app.staff import Role, StaffMember, passwords, recovery, second_factor
from tests.browser import Browser
from tests.desk import MO, a_member

PASSWORD = "copper bridle lantern seven"
BETTER = "eleven quiet saddles in the rain"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODES = ["aaaaa-aaaaa", "bbbbb-bbbbb", "ccccc-ccccc"]
SIGN_IN, CODE, OVERVIEW = "/staff/sign-in", "/staff/sign-in/code", "/staff"


@functools.cache
def hashed() -> str:
    """The password as it is kept; hashing takes its time, and once is enough."""
    return passwords.hash_new(PASSWORD, ())


def joined(email: str = MO, role: Role | None = None) -> StaffMember:
    """A member who can sign in. Needs an application context."""
    member = a_member(email, role)
    member.password_hash, member.totp_sealed = hashed(), second_factor.seal(SECRET)
    recovery.keep(member.id, CODES)
    session().commit()
    return member


def code(later: int = 0) -> str:
    """What the app shows, so many steps of 30 seconds later."""
    return second_factor.code_at(SECRET, second_factor.step_now() + later)


def wrong_code() -> str:
    """Six digits that the app shows neither now nor soon."""
    near = {code(step) for step in range(-3, 4)}
    return next(digits for digits in map("{:06}".format, range(10)) if digits not in near)


def show_password(browser: Browser, email: str = MO, password: str = PASSWORD) -> TestResponse:
    """The first of the two questions."""
    browser.get(SIGN_IN)
    return browser.press("Continue", email=email, password=password)


def come_in(browser: Browser, email: str = MO, later: int = 0) -> TestResponse:
    """Both questions."""
    show_password(browser, email)
    return browser.press("Sign in", code=code(later))
