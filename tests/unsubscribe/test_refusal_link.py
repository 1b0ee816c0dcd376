"""The link in a note from a friend refuses such notes, and does nothing else; a stop link of ours never reaches them."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import consent, links
from app.consent import ConsentEntry
from app.core.database import session
from app.core.fingerprints import canonical_email, fingerprint, limit_key, match_key
from app.core.settings import current
from app.people import Person
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.makers import a_yes, may
from tests.unsubscribe.links_of import a_link
from tests.unsubscribe.test_one_click import SHAPES

pytestmark = pytest.mark.usefixtures("app_context")
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
GOES_ON = {"weekly-deals": "yes chosen", "dog-deals": "yes customer", "order-updates": "yes service"}


def a_refusal(address: str) -> str:
    """The path of the link of a note that came to that address; what it was about is erased."""
    mark = fingerprint(current().fingerprint_keys, "email", match_key(limit_key(canonical_email(address))))
    return "/u/" + links.stop_token(links.StopLink(mark, 0, 77, "refusal"))


def notes(address: str) -> str:
    decision = consent.may_recommend(address)
    return f"{'yes' if decision.allowed else 'no'} {decision.reason}"


def mail(address: str) -> dict[str, str]:
    return {slug: may(address, topic_by_slug(slug)) for slug in GOES_ON}


@pytest.fixture
def ann_gets_mail(app_context: None) -> None:
    ann(), bea()
    a_yes(ANN, topic_by_slug("weekly-deals"))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.usefixtures("ann_gets_mail")
def test_one_click_refuses_notes_and_leaves_all_other_mail(client: Browser, shape: str) -> None:
    assert (notes(ANN), mail(ANN)) == ("yes recommendation", GOES_ON)
    answers = [client.post(a_refusal(ANN), **SHAPES[shape]) for _ in range(2)]
    assert {(one.status_code, one.mimetype, "Set-Cookie" in one.headers) for one in answers} == {
        (200, "text/plain", False)
    }
    assert (notes(ANN), notes(BEA)) == ("no refused_recommendations", "yes recommendation")
    assert mail(ANN) == GOES_ON
    assert session().scalar(select(func.count()).where(ConsentEntry.purpose == consent.RECOMMENDATIONS)) == 1


def test_a_refusal_makes_nobody_a_contact_and_holds_for_every_plus_alias(client: Browser) -> None:
    client.post(a_refusal("cal+pets@example.org"))
    refused = [notes(one) for one in (CAL, "cal+pets@example.org", "Cal+horses@EXAMPLE.org")]
    assert refused == ["no refused_recommendations"] * 3
    assert notes(BEA) == "yes recommendation"
    assert session().scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.usefixtures("ann_gets_mail")
def test_the_page_refuses_with_an_undo_that_brings_back_just_that(client: Browser) -> None:
    link = a_refusal(ANN)
    assert client.post(link + "/stop", data={"what": "all"}, headers=SAME_SITE).status_code == 200
    assert "No more notes from friends" in client.page.text  # type: ignore[union-attr]
    assert (notes(ANN), mail(ANN)) == ("no refused_recommendations", GOES_ON)
    client.press("Undo")
    assert "refused → now as they come" in client.page.text.replace("was ", "")  # type: ignore[union-attr]
    assert (notes(ANN), mail(ANN)) == ("yes recommendation", GOES_ON)


def test_said_again_by_one_click_the_press_is_not_undone(client: Browser) -> None:
    client.post(a_refusal(CAL) + "/stop", headers=SAME_SITE)
    client.post(a_refusal(CAL))
    client.press("Undo")
    assert "stays in force" in client.page.text  # type: ignore[union-attr]
    assert (notes(CAL), notes(BEA)) == ("no refused_recommendations", "yes recommendation")


@pytest.mark.parametrize("way", ["", "/why"])
def test_looking_leads_to_the_friends_page_and_changes_nothing(client: Browser, way: str) -> None:
    link = a_refusal(CAL)
    for answer in (client.get(link + way), client.head(link + way)):
        assert (answer.status_code, answer.location) == (302, link.replace("/u/", "/friend/"))
    assert notes(CAL) == "yes recommendation"


@pytest.mark.usefixtures("ann_gets_mail")
def test_what_a_stop_link_offers_besides_is_not_there_for_a_refusal(client: Browser) -> None:
    client.post(a_refusal(ANN) + "/stop", headers=SAME_SITE)
    ticket = re.search('name="ticket" value="([^"]+)', client.page.html)[1]  # type: ignore[union-attr, index]
    for way in ("/fewer", "/reason"):
        assert (
            client.post(a_refusal(ANN) + way, data={"ticket": ticket, "less": "month", "reason": "other"}).status_code
            == 404
        )
    # Nor does its ticket work on the page of a stop link of the same address, in whatever way.
    for way in ("/undo", "/fewer", "/reason"):
        fields = {"ticket": ticket, "less": "month", "reason": "other"}
        assert client.post(a_link(ANN) + way, data=fields).status_code == 400
    assert (notes(ANN), mail(ANN)) == ("no refused_recommendations", GOES_ON)


WAYS = st.sampled_from(["", "/stop", "/fewer", "/reason", "/undo"])
FIELDS = st.dictionaries(
    st.sampled_from(["what", "slug", "less", "reason", "ticket"]),
    st.sampled_from(["all", "topic", "weekly-deals", "dog-deals", "month", "90", "other", "", "\x00"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presses=st.lists(st.tuples(WAYS, FIELDS), max_size=4))
def test_whatever_is_pressed_a_refusal_reduces_no_other_mail(
    client: Browser, presses: list[tuple[str, dict[str, str]]]
) -> None:
    known = session().scalar(select(func.count()).select_from(Person))
    if not known:
        ann(), a_yes(ANN, topic_by_slug("weekly-deals"))
    for way, fields in presses:
        assert client.post(a_refusal(ANN) + way, data=fields, headers=SAME_SITE).status_code in (200, 400, 404, 410)
    assert mail(ANN) == GOES_ON
    assert list(consent.ledger_faults()) == list(consent.projection_faults()) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=st.sampled_from(["", "/stop"]), slug=st.sampled_from(["", "dog-deals", "cat-deals"]))
def test_a_stop_of_a_topic_refuses_no_notes(client: Browser, way: str, slug: str) -> None:
    client.post(a_link(CAL, topic_by_slug("dog-deals")) + way, data={"slug": slug}, headers=SAME_SITE)
    assert notes(CAL) == "yes recommendation"


def test_a_stop_of_all_marketing_stops_notes_too(client: Browser) -> None:
    client.post(a_link(CAL) + "/stop", data={"what": "all"}, headers=SAME_SITE)
    assert (notes(CAL), notes(BEA)) == ("no suppressed_marketing", "yes recommendation")


@pytest.mark.usefixtures("ann_gets_mail")
def test_the_ledger_can_be_rebuilt_and_no_burst_counts_a_refusal(client: Browser) -> None:
    client.post(a_refusal(ANN))
    held = consent.explained(consent.subject_for(ANN))[consent.RECOMMENDATIONS, "email"]
    assert (held.method, consent.link_stops(held.at)) == ("one_click", [])
    consent.rebuild()
    assert list(consent.ledger_faults()) == list(consent.projection_faults()) == []
    assert (notes(ANN), mail(ANN)) == ("no refused_recommendations", GOES_ON)
