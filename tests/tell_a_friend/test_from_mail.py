"""Telling a friend from a link in a mail of ours: it greets and is counted, and proves nobody."""

import pytest
from sqlalchemy import func, select

from app.core.database import session
from app.products import Product
from app.tell_a_friend import Recommendation
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import BEA, bea
from tests.makers import may
from tests.sign_in import sign_in
from tests.tell_a_friend.notes import SAM, posted
from tests.tell_a_friend.telling import SENT, TELL, TYPED, a_refusal, text
from tests.unsubscribe.links_of import a_link

pytestmark = pytest.mark.usefixtures("app_context")
GREETING = "You got this link in an email from us."


def a_link_in_a_mail(address: str) -> str:
    """What a mailing carries: the product's page, and behind it the token of its own stop link."""
    return f"{TELL}?from=" + a_link(address, topic_by_slug("dog-deals")).removeprefix("/u/")


def sources() -> list[str]:
    return list(session().scalars(select(Recommendation.source).order_by(Recommendation.id)))


def test_it_greets_prefills_nothing_and_changes_nothing(client: Browser, bucket: Product) -> None:
    bea()
    client.get(a_link_in_a_mail(BEA))
    assert GREETING in text(client) and BEA not in client.page.html and "Bea" not in client.page.html  # type: ignore[union-attr]
    assert may(BEA, topic_by_slug("dog-deals")) == "yes customer"
    assert session().scalar(select(func.count()).select_from(Recommendation)) == 0


def test_the_note_says_where_its_sender_came_from(client: Browser, bucket: Product) -> None:
    sign_in(client, SAM)
    client.get(a_link_in_a_mail(BEA))
    typed = {name: value for name, value in TYPED.items() if name != "email"}
    client.press("See the email first", **typed)
    assert client.press("Send one email").request.path == SENT
    assert (sources(), len(posted())) == (["email"], 1)


def test_its_sender_still_proves_her_address(client: Browser, bucket: Product) -> None:
    client.get(a_link_in_a_mail(SAM))
    client.press("See the email first", **TYPED)
    assert client.press("Send one email").request.path == "/sign-in/code"
    assert posted() == []


@pytest.mark.parametrize("token", ["", "x", "A" * 58, "é" * 300])
def test_a_token_that_is_none_of_ours_greets_nobody(client: Browser, bucket: Product, token: str) -> None:
    assert client.get(TELL, query_string={"from": token}).status_code == 200
    assert GREETING not in text(client)


def test_the_link_of_a_note_greets_nobody_either(client: Browser, bucket: Product) -> None:
    client.get(TELL, query_string={"from": a_refusal(1).removeprefix("/friend/")})
    assert GREETING not in text(client)
