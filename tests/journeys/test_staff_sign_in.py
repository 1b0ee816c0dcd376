"""A member of staff comes in for the first time, and again: password, app, recovery codes, and a code that was seen."""

import re

from sqlalchemy import select

from app.core.database import session
from app.staff import Role, StaffMember, invite, next_code, second_factor
from tests.desk import MO
from tests.journeys.shop import Shop, links_in
from tests.journeys.visitor import TWO_LANES, Visitor

PASSWORD = "copper bridle lantern seven"
BETTER = "eleven quiet saddles in the rain"
CODE = "Six digits from your authenticator app"


def invited(shop: Shop) -> str:
    """The link an administrator hands over."""
    with shop.app.app_context():
        link = invite(MO, Role.MODERATOR, "command")
        session().commit()
    return link


def next_of_mo(shop: Shop) -> str:
    """The next code her app shows."""
    with shop.app.app_context():
        return next_code(session().scalars(select(StaffMember)).one())[0]


def join(visitor: Visitor, shop: Shop) -> list[str]:
    """From the invitation to the account. Returns the recovery codes."""
    visitor.open(invited(shop))
    visitor.fill("Password", PASSWORD)
    visitor.press("Continue")
    secret = visitor.page.locator(".secret").inner_text().replace(" ", "")
    with shop.app.app_context():
        visitor.fill("Six digits the app shows now", second_factor.code_at(secret, second_factor.step_now()))
    visitor.press("Open my account")
    assert visitor.heading() == "Your recovery codes"
    return visitor.page.locator(".codes li").all_inner_texts()


def show_password(visitor: Visitor, password: str = PASSWORD) -> None:
    visitor.open("/staff")
    visitor.fill("Work email", MO)
    visitor.fill("Password", password)
    visitor.press("Continue")


def is_at_desk(visitor: Visitor) -> bool:
    visitor.open("/staff")
    return bool(re.search("Today needs|Nothing waits", visitor.heading()))


@TWO_LANES
def test_from_the_invitation_to_the_desk_and_a_replayed_code_is_refused(
    visitor: Visitor, visit: type[Visitor], shop: Shop
) -> None:
    assert len(join(visitor, shop)) == 10
    visitor.page.get_by_role("link", name="I have them, open the desk").click()
    assert is_at_desk(visitor)
    visitor.press("Sign out")
    code, thief = next_of_mo(shop), visit()
    for one in (visitor, thief):
        show_password(one)
        one.fill(CODE, code)
        one.press("Sign in")
    thief.reads("That code was used already")
    assert (is_at_desk(visitor), is_at_desk(thief)) == (True, False)


@TWO_LANES
def test_a_cookie_copied_before_sign_out_opens_nothing_after_it(
    visitor: Visitor, visit: type[Visitor], shop: Shop
) -> None:
    join(visitor, shop)
    stolen = visitor.context.cookies()
    visitor.open("/staff/account")
    visitor.press("Sign out")
    thief = visit()
    thief.context.add_cookies(stolen)  # type: ignore[arg-type]  # what the other context gave
    assert not is_at_desk(thief)


@TWO_LANES
def test_without_the_phone_a_recovery_code_lets_in_and_a_mailed_link_with_one_sets_a_password(
    visitor: Visitor, shop: Shop
) -> None:
    codes = join(visitor, shop)
    visitor.open("/staff/account")
    visitor.press("Sign out")
    visitor.page.get_by_role("link", name="Forgot your password?").click()
    visitor.fill("Work email", MO)
    visitor.press("Email me a link")
    shop.deliver()
    visitor.open(next(link for link in links_in(shop.newest_mail(MO)) if "/staff/reset/" in link))
    visitor.fill("New password", BETTER)
    visitor.fill("Code", codes[0])
    visitor.press("Set the new password")
    visitor.reads("Your password is new")
    show_password(visitor, BETTER)
    visitor.page.get_by_role("link", name="I don’t have my phone").click()
    visitor.fill("Recovery code", codes[1])
    visitor.press("Sign in")
    assert is_at_desk(visitor)
    shop.deliver()
    assert "was changed" in shop.newest_mail(MO)["Subject"]


@TWO_LANES
def test_the_account_page_changes_what_it_says(visitor: Visitor, shop: Shop) -> None:
    join(visitor, shop)
    visitor.open("/staff/account")
    visitor.press("Turn off keyboard shortcuts")
    visitor.reads("Keyboard shortcuts: on → off.")
    visitor.page.get_by_role("link", name="Make new ones").click()
    visitor.fill(CODE, next_of_mo(shop))
    visitor.press("Make new codes")
    visitor.reads("Your recovery codes are new.")
    visitor.open("/staff/account/password")
    visitor.fill("Current password", PASSWORD)
    visitor.fill("New password", "password1234")
    visitor.fill(CODE, "000000")
    visitor.press("Change my password")
    visitor.reads("It is on the lists of common passwords")
