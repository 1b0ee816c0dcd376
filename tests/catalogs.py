"""People and where their paper mail goes."""

from collections.abc import Mapping

from app import consent, people
from app.channels import Place
from app.consent import MARKETING, OFF, Change, Written
from app.core.database import session
from app.people import Person
from app.topics import Topic
from tests.makers import a_topic, an_act, the_person

CODE = "36302"


def a_catalog(slug: str = "", **fields: object) -> Topic:
    """A catalog that customers get until they stop it."""
    return a_topic(slug, channel="post", default="on_for_customers", **fields)


def a_place(name: str = "Ann Archer", street: str = "1 Elm Street", code: str = CODE) -> Place:
    """An address in Dothan with the name on the label."""
    return Place(name, street, "", "Dothan", "AL", code)


def lives_at(address: str, street: str, code: str = CODE) -> Person:
    """She moves there: a new row in place of the one held."""
    place: Mapping[str, str] = {"city": "Dothan", "state": "AL", "postal_code": code, "country": "US"}
    people.set_postal_addresses([(the_person(address), {"street": street, **place})])
    session().expire_all()
    consent.settle_places([the_person(address)])
    session().commit()
    return the_person(address)


def stops(
    scope: str, *, by: str = "", at: Place | None = None, what: str = MARKETING, method: str = "label"
) -> Written:
    """Paper to a place is stopped; `by` whom, where she is signed in."""
    who = the_person(by).subject_id if by else None
    act = an_act("preference_page" if by else method)
    change = Change(what, "post", OFF)
    written = consent.stop_place(at or a_place(), scope, [change], act, person_subject=who)  # type: ignore[arg-type]
    session().commit()
    return written


def undone(written: Written) -> Written:
    """That act is taken back."""
    found = consent.undo(written.act_id, an_act("undo"))
    session().commit()
    return found
