"""What an author is told about a decision: once, the newest, and only while it is true."""

from app.core.database import session
from app.core.messages import Letter
from app.outbox import Message
from app.reviews.deciding import What, take_back
from app.reviews.mail import compose, compose_asking
from app.reviews.rules import Reason
from app.reviews.tending import freeze
from app.reviews.writing import remove, withdraw
from app.staff import SignedIn
from tests.cast import ANN, ann, bea
from tests.mail.examples import EXAMPLES
from tests.reviews.moderation import posted
from tests.reviews.writing import a_product, a_review, an_act, decided, published, turned_down


def mails() -> list[str | None]:
    """What each mail to an author would say now; None: nothing."""
    letters = [compose(reference) for reference in posted()]
    return [letter.context["what"] if letter else None for letter in letters]


def the_letter() -> Letter:
    letter = compose(posted()[-1])
    assert letter
    return letter


def test_the_author_is_told_with_the_way_to_mend_it(mo: SignedIn) -> None:
    turned_down(ann(), a_product(), mo)
    letter = the_letter()
    assert (letter.to, letter.context["what"]) == (ANN, "turn_down")
    assert letter.context["ground"].mend == "Take it out and send it again."
    assert letter.context["reviews_url"].endswith("/reviews")


def test_the_examples_are_what_authors_really_get(mo: SignedIn) -> None:
    published(ann(), a_product(), mo)
    assert the_letter().context.keys() == EXAMPLES["review_decided"].context.keys()
    review = a_review(bea(), a_product("halter"), publish=False)
    review.origin = "import"
    session().commit()
    asked = compose_asking(str(review.id))
    assert asked and asked.context.keys() == EXAMPLES["review_consent"].context.keys()


def test_a_decision_taken_back_before_its_mail_left_is_told_as_taken_back_once(mo: SignedIn) -> None:
    decision = decided(a_review(ann(), a_product()), mo)
    take_back(decision.id, mo)
    assert mails() == [None, "undone"]


def test_of_two_decisions_only_the_newer_is_told(mo: SignedIn) -> None:
    review = a_review(ann(), a_product())
    take_back(decided(review, mo).id, mo)
    decided(review, mo, What.TURN_DOWN, reason=Reason.FAKE)
    published(bea(), a_product("halter"), mo)
    assert mails() == [None, None, "turn_down", "publish"]


def test_a_text_replaced_meanwhile_is_no_news(mo: SignedIn) -> None:
    bucket, author = a_product(), ann()
    turned_down(author, bucket, mo)
    a_review(author, bucket, body="Without the phone number this time.")
    assert mails() == [None]


def test_nothing_is_told_once_consent_or_review_is_gone_or_the_author_is_a_child(mo: SignedIn) -> None:
    author = ann()
    withdrawn, removed, left = (published(author, a_product(slug), mo) for slug in ("bucket", "halter", "leash"))
    withdraw(withdrawn.id, author, an_act("Take it off"))
    remove(removed.id, author, an_act("Delete it"))
    assert mails() == [None, None, "publish"]
    freeze(left.id, mo)
    assert mails() == [None, None, None]


def test_a_mail_holds_no_text_before_it_is_handed_over(mo: SignedIn) -> None:
    decision = decided(a_review(ann(), a_product()), mo)
    assert [(one.kind, one.reference) for one in session().query(Message)] == [("review_decided", str(decision.id))]
