"""Changing an e-mail address, the way a shopper does it: ask, read the mail in the new mailbox, press its link."""

from urllib.parse import urlsplit

from sqlalchemy import select

from app.core.database import session
from app.core.messages import Letter
from app.identity.email_change import ASKED, CHANGED, find_change
from app.identity.email_mail import compose_asked, compose_changed
from app.identity.models import EmailChange
from app.outbox import Message
from app.people import Person
from tests.browser import Browser
from tests.cast import ANN
from tests.sign_in import sign_in

NEW = "new@example.net"
KINDS = {ASKED: compose_asked, CHANGED: compose_changed}


def letter(kind: str, number: int = -1) -> Letter | None:
    """The mail of that kind which was posted last (or the one of that number), as at hand-over."""
    found = session().scalars(select(Message.reference).where(Message.kind == kind).order_by(Message.id)).all()
    letter = KINDS[kind](found[number]) if found else None
    session().commit()
    return letter


def path(of: Letter | None) -> str:
    """The path of the link in a mail."""
    assert of is not None, "there is nothing to say in that mail"
    return urlsplit(of.context["link"]).path


def ask_for(browser: Browser, new: str = NEW, address: str = ANN) -> str:
    """Sign in and ask for another address. Returns the path of the link in the new mailbox."""
    sign_in(browser, address)
    browser.get("/profile/email")
    browser.press("Email a link to the new address", email=new)
    return path(letter(ASKED))


def confirm(browser: Browser, link: str) -> None:
    """Open the link of the new mailbox and press its button."""
    browser.get(link)
    browser.press("Use this address")


def change(browser: Browser, new: str = NEW, address: str = ANN) -> str:
    """The whole way. Returns the path of the way back, from the old mailbox."""
    confirm(browser, ask_for(browser, new, address))
    return path(letter(CHANGED))


def take_back(browser: Browser, link: str) -> None:
    """Open the way back and press its button."""
    browser.get(link)
    browser.press("Take it back")


def addresses(person: Person) -> list[str]:
    """What her destinations lead to now."""
    session().expire_all()
    return sorted(one.address for one in session().get_one(Person, person.id).destinations)


def newest() -> EmailChange:
    """The change asked for last."""
    found = session().scalars(select(EmailChange).order_by(EmailChange.asked_at.desc())).first()
    assert found is not None
    return find_change(found.id) or found


def ask_for_more(browser: Browser, new: str) -> str:
    """Ask for yet another one, where one waits. Returns the path of its link."""
    browser.get("/profile/email")
    browser.press("Email a link there instead", email=new)
    return path(letter(ASKED))
