"""What is public, and the numbers: after any acts in any order the tally is what a count from scratch says."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.consent import current_states
from app.core.database import session
from app.core.refusals import Refusal
from app.people import erase_person
from app.reviews import recount
from app.reviews.deciding import What, take_back
from app.reviews.reading import public_reviews, reviews_of, tally_of
from app.reviews.rules import Reason
from app.reviews.tending import freeze, thaw
from app.reviews.writing import agree, publish_purpose, remove, withdraw
from app.staff import SignedIn
from tests.cast import ann, bea
from tests.makers import a_person
from tests.reviews.writing import a_product, a_review, an_act, an_order, decided, in_numbers, published


def test_a_new_review_waits_and_is_nowhere_to_be_seen(mo: SignedIn) -> None:
    bucket = a_product()
    a_review(ann(), bucket)
    assert in_numbers(bucket) == {"waiting": 1}
    assert public_reviews(bucket.id).reviews == ()
    assert tally_of(bucket.id).average is None


def test_a_published_review_is_shown_and_counted(mo: SignedIn) -> None:
    bucket = a_product()
    published(ann(), bucket, mo, stars=4)
    assert in_numbers(bucket) == {"stars_4": 1, "shown": 1}
    assert [one.stars for one in public_reviews(bucket.id).reviews] == [4]


def test_withdrawing_takes_it_from_page_and_numbers_and_leaves_anothers(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    review = published(author, bucket, mo, stars=1)
    published(bea(), bucket, mo, stars=5)
    assert tally_of(bucket.id).average == 3.0
    withdraw(review.id, author, an_act("Take it off"))
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1}
    assert [one.stars for one in public_reviews(bucket.id).reviews] == [5]
    assert current_states(author.subject_id)[publish_purpose(review.id), "any"] == "off"


def test_a_new_consent_brings_it_back_as_it_was(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    review = published(author, bucket, mo)
    withdraw(review.id, author, an_act("Take it off"))
    agree(review.id, author, an_act("Publish it again"))
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1}


def test_private_feedback_stands_in_no_number(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    a_review(author, bucket, publish=False)
    assert in_numbers(bucket) == {}
    assert reviews_of(author.id)[0].state == "private"


def test_an_edit_waits_while_the_published_words_stay(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    published(author, bucket, mo, stars=5)
    a_review(author, bucket, stars=2, body="The handle came off in week three.")
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1, "waiting": 1}
    decided(reviews_of(author.id)[0].review, mo)
    assert in_numbers(bucket) == {"stars_2": 1, "shown": 1}


def test_an_insider_is_shown_and_stands_in_no_average(mo: SignedIn) -> None:
    bucket = a_product()
    published(ann(), bucket, mo, stars=5, connection="employee")
    published(bea(), bucket, mo, stars=3, connection="discount")
    assert in_numbers(bucket) == {"stars_3": 1, "shown": 2}
    assert tally_of(bucket.id).average == 3.0


def test_only_an_imported_order_confirms(mo: SignedIn) -> None:
    bucket, halter, author = a_product(), a_product("halter"), ann()
    an_order(author, bucket)
    published(author, bucket, mo)
    published(author, halter, mo)
    assert (tally_of(bucket.id).confirmed, tally_of(halter.id).confirmed) == (1, 0)


def test_a_turned_down_review_is_counted_and_can_be_taken_back(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    review = a_review(author, bucket)
    decision = decided(review, mo, What.TURN_DOWN, reason=Reason.PERSONAL_DATA)
    assert in_numbers(bucket) == {"turned_down": 1}
    take_back(decision.id, mo)
    assert in_numbers(bucket) == {"waiting": 1}


def test_taking_back_brings_back_the_words_it_replaced(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    published(author, bucket, mo, stars=5)
    decision = decided(a_review(author, bucket, stars=1, body="It broke on day two."), mo)
    assert in_numbers(bucket) == {"stars_1": 1, "shown": 1}
    take_back(decision.id, mo)
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1, "waiting": 1}


def test_a_childs_reviews_are_hidden_at_once_and_nobody_elses(mo: SignedIn) -> None:
    bucket, halter, author = a_product(), a_product("halter"), ann()
    review = published(author, bucket, mo)
    published(author, halter, mo)
    published(bea(), bucket, mo)
    moment = freeze(review.id, mo)
    assert (in_numbers(bucket), in_numbers(halter)) == ({"stars_5": 1, "shown": 1}, {})
    thaw(review.id, moment, mo)
    assert (in_numbers(bucket)["shown"], in_numbers(halter)["shown"]) == (2, 1)


def test_erasing_a_person_takes_her_reviews_from_the_numbers(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    published(author, bucket, mo, stars=1)
    published(bea(), bucket, mo, stars=5)
    erase_person(author)
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1}


def test_a_card_number_is_masked_before_it_is_stored(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    a_review(author, bucket, body="I paid with 4111 1111 1111 1111 and it was fine.")
    assert "4111 1111 1111 1111" not in reviews_of(author.id)[0].newest.body


ACTS = ("write", "edit", "private", "publish", "turn_down", "withdraw", "agree", "freeze", "thaw", "back", "remove")


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(1, 5)), min_size=1, max_size=20))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_numbers_are_what_a_count_from_scratch_says(mo: SignedIn, acts: list[tuple[str, int, int]]) -> None:
    bucket = a_product(f"p-{_next()}")
    people = [a_person(f"p{_next()}@example.com") for _ in range(2)]
    play = Play(bucket, people, mo)
    for what, who, stars in acts:
        play.act(what, who, stars)
        assert in_numbers(bucket) == dict(recount(bucket.id))


_count = iter(range(1_000_000))


def _next() -> int:
    return next(_count)


class Play:
    """Two authors and a moderator; an act that is refused is refused."""

    def __init__(self, product: object, people: list, mo: SignedIn) -> None:
        self.product, self.people, self.mo = product, people, mo
        self.last: dict[int, object] = {}

    def act(self, what: str, who: int, stars: int) -> None:
        person = self.people[who]
        mine = next(iter(reviews_of(person.id)), None)
        try:
            with session().begin_nested():
                self._do(what, person, stars, mine)
        except (Refusal, StopIteration):
            session().expire_all()
        session().commit()

    def _do(self, what: str, person: object, stars: int, mine: object) -> None:
        if what in ("write", "edit", "private"):
            body = f"It is worth {stars} stars to me, {what}."
            a_review(person, self.product, stars=stars, body=body, publish=what != "private")
        elif mine is None:
            return
        elif what in ("publish", "turn_down"):
            reason = {"reason": Reason.FAKE} if what == "turn_down" else {}
            self.last[person.id] = decided(mine.review, self.mo, What(what), **reason).id
        elif what == "back" and person.id in self.last:
            take_back(self.last[person.id], self.mo)
        elif what == "freeze":
            freeze(mine.review.id, self.mo)
        elif what == "thaw" and mine.review.frozen_at:
            thaw(mine.review.id, mine.review.frozen_at, self.mo)
        elif what in ("withdraw", "agree", "remove"):
            {"withdraw": withdraw, "agree": agree, "remove": remove}[what](mine.review.id, person, an_act())
