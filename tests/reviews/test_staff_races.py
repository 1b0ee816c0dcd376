"""Two moderators at once, and an author who acts at the same moment: exactly one wins, and the numbers agree."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask

from app.core.database import session
from app.core.refusals import Refusal
from app.people import Person
from app.reviews import recount
from app.reviews.claiming import claim, claim_first
from app.reviews.deciding import Verdict, What, decide, take_back
from app.reviews.queue import Wanted, next_ones
from app.reviews.writing import withdraw
from app.staff import Role, SignedIn, begin_session
from app.staff.sessions import find_session
from tests.cast import ann, bea
from tests.desk import PIA, a_member
from tests.reviews.moderation import newest, posted
from tests.reviews.writing import a_product, a_review, an_act, decided, in_numbers

TIMES = 4


@pytest.fixture
def lee(app_context: None) -> SignedIn:
    """Another moderator."""
    found = find_session(begin_session(a_member(PIA, Role.MODERATOR), "127.0.0.0/24", "browser"))
    session().commit()
    assert found
    return found


def at_once(app: Flask, *acts: Callable[[], object]) -> Counter[str]:
    """Run acts at the same moment, each in a transaction of its own. What became of them: done, or the refusal's name."""
    ended: Counter[str] = Counter()
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                session().commit()
                ended["done"] += 1
            except Refusal as no:
                session().rollback()
                ended[type(no).__name__] += 1

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    session().commit()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().expire_all()
    return ended


def test_of_two_who_open_a_case_one_has_it(app: Flask, mo: SignedIn, lee: SignedIn) -> None:
    version = newest(a_review(ann(), a_product()))
    ended = at_once(app, *[lambda who=who: claim(version, who) for who in (mo, lee) for _ in range(TIMES)])
    assert ended == {"done": TIMES, "Taken": TIMES}


def test_of_two_who_decide_a_case_one_does(app: Flask, mo: SignedIn, lee: SignedIn) -> None:
    bucket = a_product()
    version = newest(a_review(ann(), bucket))
    verdicts = (Verdict(What.PUBLISH), Verdict(What.PUBLISH))
    acts = [
        lambda who=who, what=what: decide(version, what, who) for who, what in zip((mo, lee), verdicts, strict=True)
    ]
    assert at_once(app, *acts) == {"done": 1, "Taken": 1}
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1} == dict(recount(bucket.id))
    assert len(posted()) == 1


def test_a_double_click_on_undo_undoes_once(app: Flask, mo: SignedIn) -> None:
    bucket = a_product()
    decision = decided(a_review(ann(), bucket), mo).id
    assert at_once(app, *[lambda: take_back(decision, mo)] * TIMES) == {"done": 1, "Taken": TIMES - 1}
    assert in_numbers(bucket) == {"waiting": 1} == dict(recount(bucket.id))


def test_who_opens_the_next_ones_at_once_gets_different_ones(app: Flask, mo: SignedIn, lee: SignedIn) -> None:
    bucket = a_product()
    first = a_review(ann(), bucket)
    a_review(bea(), bucket)
    got: list[int | None] = []
    key = (first.created_at, 0)
    at_once(
        app,
        *[lambda who=who: got.append(claim_first(next_ones(Wanted(), key, who.member_id), who)) for who in (mo, lee)],
    )
    assert len(set(got)) == 2 and None not in got


def test_consent_withdrawn_at_the_moment_of_the_decision_is_never_published(app: Flask, mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    review = a_review(author, bucket)
    version, person_id = newest(review), author.id

    def take_off() -> None:
        person = session().get(Person, person_id)
        assert person
        withdraw(review.id, person, an_act("Take it off"))

    at_once(app, lambda: decide(version, Verdict(What.PUBLISH), mo), take_off)
    assert in_numbers(bucket) == {} == dict(recount(bucket.id))
