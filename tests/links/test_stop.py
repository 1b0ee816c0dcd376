"""Stop links: made once, working for years, able to reduce and nothing else."""

import string

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import consent, links, people
from app.consent import MARKETING
from app.core.database import session
from app.core.fingerprints import Fingerprint, canonical_email, fingerprint, match_key
from app.core.settings import current
from app.links import BadStopLink, StopLink, read_stop, stop_token, stop_url
from app.topics import Topic
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.conftest import Shop
from tests.databases import KEYS, key
from tests.makers import a_topic, a_yes, an_act, may

pytestmark = pytest.mark.usefixtures("app_context")
# One application serves all examples: reading and signing touch no database.
quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

stop_links = st.builds(
    StopLink,
    st.builds(
        Fingerprint,
        st.sampled_from(["email", "post"]),
        st.integers(1, 255),
        st.integers(0, 15),
        st.binary(min_size=16, max_size=16),
    ),
    st.integers(0, 2**24 - 1),
    st.integers(0, 2**32 - 1),
)


def sign(address: str, topic: Topic | None = None) -> str:
    mark = fingerprint(current().fingerprint_keys, "email", match_key(canonical_email(address)))
    return stop_token(StopLink(mark, topic.id if topic else 0))


def press(token: str) -> None:
    """What the page and the one-click do: the link itself is the right to stop."""
    link = read_stop(token)
    consent.stop_by_fingerprint(link.fingerprint, link.topic_id, an_act("one_click"))
    session().commit()


@given(stop_links)
@quick
def test_a_link_says_what_was_signed_in_at_most_60_characters(link: StopLink) -> None:
    token = stop_token(link)
    assert len(token) <= 60
    assert read_stop(token) == link
    assert stop_url(link) == f"{current().public_url}/u/{token}"


@given(stop_links, st.data())
@quick
def test_a_link_changed_in_any_character_is_refused(link: StopLink, data: st.DataObject) -> None:
    token = stop_token(link)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/ é"))
    changed = token[:place] + other + token[place + 1 :]
    if changed != token:
        with pytest.raises(BadStopLink):
            read_stop(changed)


def test_the_last_character_of_a_link_has_one_form() -> None:
    token = sign(ANN)
    for other in string.ascii_letters + string.digits + "-_":
        if other != token[-1]:
            with pytest.raises(BadStopLink):
                read_stop(token[:-1] + other)


@given(st.text(max_size=80) | st.text("ABab01-_", min_size=56, max_size=60))
@quick
def test_what_we_did_not_sign_is_refused(text: str) -> None:
    with pytest.raises(BadStopLink):
        read_stop(text)


@pytest.mark.parametrize("tail", ["=", "==", ".", ")", ">", '"', "',", "]."])
def test_what_a_mail_program_leaves_at_the_end_of_a_link_does_no_harm(tail: str) -> None:
    assert read_stop(sign(ANN) + tail) == read_stop(sign(ANN))


def test_a_link_tells_no_address() -> None:
    assert sign(ANN) != sign(BEA)
    assert "ann" not in sign(ANN).lower() or sign(ANN) != sign(ANN.upper())


def test_a_link_stops_its_topic_and_leaves_the_rest_and_everybody_else() -> None:
    ann(), bea()
    deals, tips = a_topic(default="on_for_customers"), a_topic(default="on_for_customers")
    assert may(ANN, deals) == "yes customer"
    press(sign(ANN, deals))
    assert may(ANN, deals) == "no suppressed_topic"
    assert (may(ANN, tips), may(BEA, deals)) == ("yes customer", "yes customer")


def test_a_link_of_no_topic_stops_all_marketing_and_no_service_mail() -> None:
    ann(), bea()
    deals, orders = a_topic(), a_topic(kind="service")
    a_yes(ANN, deals)
    a_yes(BEA, deals)
    assert may(ANN, deals) == "yes chosen"
    press(sign(ANN))
    assert (may(ANN, deals), may(ANN, orders)) == ("no suppressed_marketing", "yes service")
    assert may(BEA, deals) == "yes chosen"


def test_a_repeat_is_one_entry() -> None:
    ann()
    topic = a_topic(default="on_for_customers")
    assert may(ANN, topic) == "yes customer"
    for _ in range(3):
        press(sign(ANN, topic))
    assert len(list(consent.entries())) == 1


def test_a_link_works_for_an_address_that_was_never_imported() -> None:
    topic = a_topic(default="on_for_customers")
    token = sign(CAL, topic)
    press(token)
    assert may(CAL, topic) == "no suppressed_topic"
    assert MARKETING not in str(consent.current_states(consent.subject_for(CAL)))


def test_a_link_works_after_the_person_was_erased() -> None:
    person, _bea = ann(), bea()
    topic = a_topic(default="on_for_customers")
    token = sign(ANN, topic)
    assert may(ANN, topic) == "yes customer"
    people.erase_person(person)
    session().commit()
    press(token)
    ann()
    assert (may(ANN, topic), may(BEA, topic)) == ("no suppressed_topic", "yes customer")


ROTATED = {
    "SECRET_KEYS": f"{key('new secret')},{KEYS['SECRET_KEYS']}",
    "FINGERPRINT_KEYS": f"{KEYS['FINGERPRINT_KEYS']},2:{key('new fingerprint')}",
}


@pytest.mark.parametrize("imported", ["before", "after", "never"])
def test_a_link_works_after_every_key_was_rotated(imported: str, app: Flask, make_app: Shop) -> None:
    topic = a_topic(default="on_for_customers")
    token = sign(ANN, topic)
    if imported == "before":
        ann()
    bea()
    with make_app(**ROTATED).app_context():
        if imported == "after":
            ann()
        assert token != sign(ANN, topic)
        assert may(ANN, topic) == ("no never_asked" if imported == "never" else "yes customer")
        press(token)
        assert (may(ANN, topic), may(BEA, topic)) == ("no suppressed_topic", "yes customer")


def test_a_person_who_stopped_by_a_link_older_than_her_import_can_come_back(make_app: Shop) -> None:
    topic = a_topic()
    token = sign(ANN, topic)
    with make_app(**ROTATED).app_context():
        ann()
        a_yes(ANN, topic)
        assert may(ANN, topic) == "yes chosen"
        press(token)
        assert may(ANN, topic) == "no suppressed_topic"
        a_yes(ANN, topic)
        assert may(ANN, topic) == "yes chosen"


def test_a_link_signed_with_a_secret_that_was_thrown_away_is_refused(make_app: Shop) -> None:
    token = sign(ANN)
    with make_app(SECRET_KEYS=key("another")).app_context(), pytest.raises(BadStopLink):
        read_stop(token)


def test_the_stop_link_of_another_site_is_refused(make_app: Shop) -> None:
    with make_app(SECRET_KEYS=key("other shop")).app_context():
        token = sign(ANN)
    with pytest.raises(BadStopLink):
        links.read_stop(token)
