"""Links for a mailing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import consent
from app.consent.models import CampaignSend
from app.core.csvfiles import Row
from app.core.database import session
from app.core.mailboxes import note_reading
from app.exchange.scratch import scratch
from app.exchange.signing import COLUMNS, Signer
from app.links import read_stop
from app.suppression import StoredFingerprint
from app.topics import Campaign, campaign_named, find_campaign, topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.conftest import Shop
from tests.exchange.desk import Desk
from tests.makers import a_no, a_send, may, says

DOGS = ("--topic", "dog-deals")


def token(row: dict[str, str]) -> str:
    return row["unsubscribe_url"].rpartition("/u/")[2]


def sends() -> int:
    return session().scalar(select(func.count()).select_from(CampaignSend)) or 0


def test_each_recipient_gets_a_link_of_her_own_and_a_way_to_her_choices(desk: Desk) -> None:
    ann()
    bea()
    rows = desk.sign([{"email": "Ann@example.com", "name": "Ann"}, {"email": BEA}], *DOGS, "--campaign", "May")
    assert [tuple(row) for row in rows] == [COLUMNS, COLUMNS]
    assert [row["email"] for row in rows] == ["Ann@example.com", BEA], "as it stands in the list, for the mail merge"
    assert token(rows[0]) != token(rows[1])
    assert rows[0]["list_unsubscribe"] == f"<{rows[0]['unsubscribe_url']}>"
    assert rows[0]["list_unsubscribe_post"] == "List-Unsubscribe=One-Click"
    assert rows[0]["preferences_url"].endswith("/sign-in?next=preferences")


def test_a_signed_link_stops_the_topic_for_her_and_nobody_else(desk: Desk, client: Browser) -> None:
    ann()
    bea()
    rows = desk.sign([{"email": ANN}, {"email": BEA}], *DOGS, "--campaign", "May")
    dogs = topic_by_slug("dog-deals")
    assert (may(ANN, dogs), may(BEA, dogs)) == ("yes customer", "yes customer")
    session().rollback()
    assert client.post(f"/u/{token(rows[0])}", data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no suppressed_topic", "yes customer")


def test_who_may_not_be_written_to_is_refused_with_reason_and_next_day(desk: Desk) -> None:
    ann()
    bea()
    dogs = topic_by_slug("dog-deals")
    a_no(ANN, dogs)
    says(BEA, consent.PAUSE, "2999-01-31")
    recipients = [{"email": ANN}, {"email": BEA}, {"email": CAL}, {"email": "nobody"}]
    assert desk.sign(recipients, *DOGS, "--campaign", "May", "--refused", desk.refusals) == []
    found = {row["email"]: (row["reason"], row["next_on"]) for row in desk.refused()}
    assert found[ANN] == ("suppressed_topic", "")
    assert found[BEA] == ("paused", "2999-01-31")
    assert (found[CAL][0], found["nobody"][0]) == ("never_asked", "not_an_address")
    assert not sends()


def test_a_campaign_counts_once_however_often_it_is_signed(desk: Desk) -> None:
    ann()
    says(ANN, consent.PACE, "week")
    for _again in range(2):
        assert len(desk.sign([{"email": ANN}, {"email": "ANN@example.com"}], *DOGS, "--campaign", "May")) == 1
    assert sends() == 1
    assert desk.sign([{"email": ANN}], *DOGS, "--campaign", "June", "--refused", desk.refusals) == []
    assert desk.refused()[0]["reason"] == "pace"
    assert desk.refused()[0]["next_on"]


def test_a_recipient_who_stands_twice_is_signed_once_and_that_is_said(desk: Desk) -> None:
    ann()
    result = desk.run("links", "sign", *DOGS, stdin=f"email\n{ANN}\nAnn@Example.com\n")
    assert result.stdout.count("\n") == 2
    assert "1 stood there again and were signed once" in result.stderr


def test_without_a_campaign_nothing_counts_and_that_is_said(desk: Desk) -> None:
    ann()
    result = desk.run("links", "sign", *DOGS, stdin=f"email\n{ANN}\n")
    assert "nothing counts as a send" in result.stderr
    assert not sends()


def test_a_dry_run_signs_and_counts_nothing(desk: Desk) -> None:
    ann()
    before = session().scalar(select(func.count()).select_from(StoredFingerprint))
    more = ("--campaign", "May", "--dry-run", "--refused", desk.refusals)
    result = desk.run("links", "sign", *DOGS, *more, stdin=f"email\n{ANN}\n{CAL}\n")
    assert (result.stdout, [row["email"] for row in desk.refused()]) == ("", [CAL])
    assert "1 would be signed, 1 refused" in result.stderr
    assert find_campaign(topic_by_slug("dog-deals"), "May") is None
    assert (sends(), session().scalar(select(func.count()).select_from(StoredFingerprint))) == (0, before)


def test_service_mail_has_nothing_to_stop(desk: Desk) -> None:
    result = desk.run("links", "sign", "--topic", "order-updates", stdin="email\n", code=2)
    assert "nothing to stop" in result.stderr


@pytest.mark.parametrize("more", [("--channel", "post"), ("--campaign", ""), ("--campaign", "x" * 121)])
def test_a_mailing_that_cannot_be_meant_is_refused(desk: Desk, more: tuple[str, ...]) -> None:
    assert desk.run("links", "sign", *DOGS, *more, stdin="email\n", code=2).stderr


def test_the_link_on_paper_stops_paper(desk: Desk, client: Browser) -> None:
    ann()
    bea()
    catalog = topic_by_slug("horse-catalog")
    (row,) = desk.sign([{"email": ANN}], "--topic", "horse-catalog", "--channel", "post", "--campaign", "Fall")
    assert (row["list_unsubscribe"], row["list_unsubscribe_post"]) == ("", "")
    assert read_stop(token(row)).fingerprint.channel == "post"
    assert (may(ANN, catalog), may(BEA, catalog)) == ("yes customer", "yes customer")
    session().rollback()
    client.post(f"/u/{token(row)}")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_topic", "yes customer")


def test_two_runs_at_once_cannot_both_pass_a_pace(app: Flask, app_context: None) -> None:
    ann()
    says(ANN, consent.PACE, "week")
    dogs, together = topic_by_slug("dog-deals"), Barrier(2)
    ids = [campaign_named(dogs, name).id for name in ("May", "June")]
    session().commit()

    def signed(campaign_id: int) -> int:
        with app.app_context(), scratch() as store:
            together.wait()
            found = Signer(dogs, campaign_id, store).sign([Row(2, {"email": ANN})])
            session().commit()
            return len(found.links)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(signed, ids)) == [0, 1]


def test_the_campaign_is_made_once_for_each_topic(desk: Desk) -> None:
    ann()
    a_send(BEA, topic_by_slug("cat-deals"), "May")
    for _again in range(2):
        desk.sign([{"email": ANN}], *DOGS, "--campaign", "May")
    assert len(session().scalars(select(Campaign).where(Campaign.name == "May")).all()) == 2


def test_the_mailbox_for_stops_is_named_while_somebody_reads_it(desk: Desk, make_app: Shop, tmp_path: Path) -> None:
    ann()
    read = Desk(make_app(UNSUBSCRIBE_MAILBOX="stop@shop.example.com"), tmp_path)
    assert "mailto:" not in read.sign([{"email": ANN}], *DOGS)[0]["list_unsubscribe"]
    note_reading("stop@shop.example.com")
    session().commit()
    row = read.sign([{"email": ANN}], *DOGS)[0]
    stop = f"<mailto:stop@shop.example.com?subject={token(row)}>"
    assert row["list_unsubscribe"] == f"<{row['unsubscribe_url']}>, {stop}"
    assert "mailto:" not in desk.sign([{"email": ANN}], *DOGS)[0]["list_unsubscribe"]
