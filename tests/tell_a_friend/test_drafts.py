"""What travels through the sign-in of a sender: a number, and nothing that was typed."""

from app import links
from app.core.database import session
from app.identity.asking import Wish, ask
from app.identity.drafts import apply_all, errand_of
from app.identity.mail import compose
from app.identity.sessions import begin_session
from app.products import Product
from app.tell_a_friend import Recommendation, draft
from tests.tell_a_friend.notes import SAM, asked, posted, sent, the_note

TYPED = ("cal", "sam", "winters", "ellis")


def drafted(bucket: Product, **words: str) -> str:
    return draft(session().get_one(Recommendation, asked(bucket, **words)))


def number_in(text: str) -> int:
    return int(links.read_proof("draft", text).payload["recommendation"])


def test_the_draft_holds_the_number_alone(bucket: Product) -> None:
    text = drafted(bucket)
    payload = links.read_proof("draft", text).payload
    assert payload == {"form": "recommendation", "recommendation": payload["recommendation"]}


def test_the_sign_in_mail_says_what_it_is_for_in_none_of_the_typed_words(bucket: Product) -> None:
    request = ask(Wish(SAM, draft=drafted(bucket)), "10.0.0.0/24")
    letter = compose(request.id)
    assert letter and letter.context["errand"].heading == "Confirm your note about Bucket"
    said = " ".join(vars(letter.context["errand"]).values()).lower()
    assert not any(word in said.split() for word in TYPED)


def test_signing_in_with_that_address_sends_it(bucket: Product) -> None:
    text = drafted(bucket)
    place = apply_all(text, begin_session(SAM).subject_id)
    session().commit()
    assert place == "/products/bucket/tell-a-friend/sent" and len(posted()) == 1
    assert apply_all(text, begin_session(SAM).subject_id) == place
    session().commit()
    assert len(posted()) == 1


def test_signing_in_with_another_address_goes_on_and_sends_nothing(bucket: Product) -> None:
    text = drafted(bucket)
    assert apply_all(text, begin_session("eve@example.com").subject_id) is None
    session().commit()
    assert posted() == []


def test_several_notes_wait_side_by_side(bucket: Product) -> None:
    texts = " ".join(drafted(bucket, friend_address=f"friend{number}@example.com") for number in range(3))
    apply_all(texts, begin_session(SAM).subject_id)
    session().commit()
    assert len(posted()) == 3


def test_a_full_day_is_said_and_the_note_does_not_go_tomorrow_by_itself(bucket: Product) -> None:
    for number in range(5):
        sent(bucket, friend_address=f"friend{number}@example.com")
    text = drafted(bucket)
    assert apply_all(text, begin_session(SAM).subject_id) == "/products/bucket/tell-a-friend/tomorrow"
    session().commit()
    row = the_note(number_in(text))
    assert (row.sealed, row.outcome) == (None, "vanished")
    assert apply_all(text, begin_session(SAM).subject_id) is None


def test_a_note_that_is_gone_is_no_errand(bucket: Product) -> None:
    text = drafted(bucket)
    assert errand_of(text)
    session().delete(session().get_one(Recommendation, number_in(text)))
    session().commit()
    assert errand_of(text) is None
    assert apply_all(text, begin_session(SAM).subject_id) is None
