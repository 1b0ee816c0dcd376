"""Nobody learns from a note whether her friend is a customer, stopped email, or got one before."""

from collections.abc import Callable
from datetime import datetime

import pytest

from app import outbox, suppression
from app.consent import MARKETING, OFF, RECOMMENDATIONS
from app.core import clock
from app.core.database import session
from app.core.personal_data import Holder
from app.products import Product
from app.tell_a_friend import Recommendation, draft, send
from app.tell_a_friend.drafts import apply
from app.tell_a_friend.personal import export_sent
from tests.cast import BEA, bea
from tests.makers import a_person, a_topic, a_yes, says, the_person
from tests.tell_a_friend.notes import CAL, SAM, asked, posted, sent, the_note

NOON = datetime.fromisoformat("2026-07-08T17:00:00Z")


def a_stranger(bucket: Product) -> None:
    """Nobody knows her."""


def a_customer(bucket: Product) -> None:
    a_yes(a_person(CAL, is_customer=True).destinations[0].address, a_topic())


def stopped_everything(bucket: Product) -> None:
    says(CAL, MARKETING, OFF)


def refused_notes(bucket: Product) -> None:
    says(CAL, RECOMMENDATIONS, OFF, method="friend_page")


def never_to_be_contacted(bucket: Product) -> None:
    mark = suppression.mark_for(CAL)
    suppression.suppress(mark, suppression.Scope.ALL_CONTACT, "letter", "0" * 32)
    session().commit()


def had_one(bucket: Product) -> None:
    sent(bucket, sender_address="dee@example.com")


GETS_ONE = (a_stranger, a_customer)
GETS_NONE = (stopped_everything, refused_notes, never_to_be_contacted, had_one)
FRIENDS = (*GETS_ONE, *GETS_NONE)


@pytest.fixture(params=FRIENDS, ids=lambda one: str(one.__name__))
def friend(request: pytest.FixtureRequest, bucket: Product) -> Callable[[Product], None]:
    request.param(bucket)
    return request.param  # type: ignore[no-any-return]


def answer(bucket: Product) -> tuple[str, list[str]]:
    """What the sender gets back, and what her own copy says."""
    with clock.set_to(NOON):
        sam = a_person(SAM, proven=True)
        row = session().get_one(Recommendation, asked(bucket))
        place = apply(sam.subject_id, draft(row))
        session().commit()
        return place, [repr(sorted(one.items(), key=str)) for one in export_sent(Holder(sam.id, sam.subject_id))]


def test_the_sender_sees_the_same_whoever_the_friend_is(bucket: Product, friend: Callable[[Product], None]) -> None:
    before = len(posted())
    place, (copy,) = answer(bucket)
    assert place == "/products/bucket/tell-a-friend/sent"
    assert copy == (
        "[('about', 'Bucket'), ('sent in the name of', 'Sam Ellis'), ('where it stands', 'confirmed by you'), "
        f"('written', {NOON!r})]"
    )
    assert len(posted()) - before == (1 if friend in GETS_ONE else 0)


def test_the_bell_rings_as_often_whoever_the_friend_is(bucket: Product, friend: Callable[[Product], None]) -> None:
    row = asked(bucket)
    person = a_person(SAM, proven=True)
    before = outbox.bell().huey.pending_count()
    send(row, person.subject_id)
    session().commit()
    assert outbox.bell().huey.pending_count() == before + 1


def test_what_is_kept_back_is_destroyed_at_once_and_leaves_no_mark_of_the_friend(bucket: Product) -> None:
    refused_notes(bucket)
    row = the_note(sent(bucket))
    assert (row.outcome, row.sealed, row.data_key, row.friend_value) == ("kept_back", None, None, None)
    assert the_note(sent(bucket, friend_address=BEA)).sealed


def test_what_is_kept_back_counts_for_the_senders_day_as_any_other(bucket: Product) -> None:
    refused_notes(bucket)
    with clock.set_to(NOON):
        places = []
        for number in range(6):
            row = session().get_one(Recommendation, asked(bucket, friend_address=CAL))
            person = the_person(SAM) if number else a_person(SAM, proven=True)
            places.append(apply(person.subject_id, draft(row)))
            session().commit()
    assert [place.rpartition("/")[2] for place in places] == ["sent"] * 5 + ["tomorrow"]


def test_who_is_frozen_sends_nothing_and_is_told_the_same(bucket: Product) -> None:
    bea().frozen_at = NOON
    session().commit()
    assert the_note(sent(bucket, sender_address=BEA)).outcome == "kept_back"
    sent(bucket)
    assert len(posted()) == 1
