"""Notes to friends, as a test needs them: asked for, sent, handed over."""

from dataclasses import replace
from itertools import count

from sqlalchemy import select

from app import outbox, tell_a_friend
from app.core import clock
from app.core.database import session
from app.outbox import Message
from app.people import person_by_address
from app.products import Product
from app.tell_a_friend import Recommendation, Words, read_words
from tests.makers import a_person, the_person

SAM, CAL = "sam@example.com", "cal@example.com"
WORDS = Words("Cal", CAL, "Sam Ellis", SAM, "Mine lasted two winters.")
_networks = count(1)


def a_bucket(name: str = "bucket") -> Product:
    """A product in the shop."""
    product = Product(sku=f"JP-{name}", slug=name, title=name.capitalize(), added_at=clock.now())
    session().add(product)
    session().commit()
    return product


def asked(product: Product, **words: str) -> int:
    """Somebody fills the form; nothing is proven. Each from a network of her own. Returns the note's number."""
    typed = replace(WORDS, **words)
    found = read_words(typed.friend_name, typed.friend_address, typed.sender_name, typed.sender_address, typed.note)
    row = tell_a_friend.ask(product, found, f"10.0.{next(_networks)}.0/24")
    session().commit()
    return row.id


def sent(product: Product, **words: str) -> int:
    """The same, and the sender proves her address."""
    number = asked(product, **words)
    prove(number, words.get("sender_address", SAM))
    return number


def prove(number: int, address: str = SAM) -> None:
    """Whoever has that address proves it, and the note is sent."""
    person = the_person(address) if person_by_address(address) else a_person(address, proven=True)
    tell_a_friend.send(number, person.subject_id)
    session().commit()


def the_note(number: int) -> Recommendation:
    """The row, read anew."""
    session().rollback()
    session().expire_all()
    return session().get_one(Recommendation, number)


def posted() -> list[str]:
    """The references of notes in the outbox, in their order."""
    kind = Message.kind == "recommendation"
    return list(session().scalars(select(Message.reference).where(kind).order_by(Message.id)))


def outcomes() -> list[str | None]:
    """How the messages of notes stand."""
    session().rollback()
    kind = Message.kind == "recommendation"
    return list(session().scalars(select(Message.outcome).where(kind).order_by(Message.id)))


def hand_over() -> str:
    """What the worker does each minute."""
    return outbox.deliver_due()
