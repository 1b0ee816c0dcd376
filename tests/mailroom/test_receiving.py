"""What becomes of a mail that came in."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import consent, mailroom, outbox
from app.consent import ConsentEntry
from app.core import clock
from app.core.database import session
from app.mailroom import keeping
from app.mailroom.jobs import arrive
from app.mailroom.keeping import forget, kept_mail
from app.mailroom.models import MailAside, ReceivedMail, StopProposal
from app.topics import topic_by_slug
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.mailroom.letters import BOUNCES, SHOP, STOPS, a_complaint, a_letter, a_report, incoming
from tests.mailroom.sent import (
    CUSTOMERS_GET,
    a_mail,
    a_stop_token,
    events,
    gate,
    ledger_is_sound,
    methods,
    undeliverable_at,
)


def arrives(content: bytes, to: str = "") -> str:
    """What a mail was."""
    what = arrive(incoming(content), to).value
    session().expire_all()
    return what


def waiting() -> list[StopProposal]:
    return list(session().scalars(select(StopProposal).where(StopProposal.decided_at.is_(None))))


def test_a_bounce_by_its_return_path_or_by_the_mail_it_quotes(shop: Flask) -> None:
    ann(), bea()
    assert arrives(a_report(token=a_mail(ANN).token)) == "event"
    assert arrives(a_report(message_id=a_mail(BEA).message_id)) == "event"
    assert events() == [("bounced", "undeliverable", 0)] * 2
    assert undeliverable_at(ANN) and undeliverable_at(BEA) and not undeliverable_at(CAL)


def test_a_return_path_in_other_letters_is_still_ours(shop: Flask) -> None:
    content = a_report(token=a_mail(ANN).token.upper()).replace(b"bounces+", b"Bounces+")
    assert arrives(content) == "event" and undeliverable_at(ANN)


def test_the_same_bounce_by_pipe_and_by_imap_is_one(shop: Flask) -> None:
    content = a_report(token=a_mail(ANN).token)
    assert [arrives(content), arrives(b"Received: by y\r\n" + content)] == ["event", "repeated"]
    assert len(events()) == 1


def test_a_forged_bounce_changes_nothing(shop: Flask) -> None:
    ann(), a_mail(ANN)
    assert arrives(a_report(token="a" * 24, message_id="made@up.example")) == "event"
    assert events() == [("bounced", "unmatched", 0)] and gate(ANN) == "yes customer"


def test_what_comes_back_and_says_not_why_is_counted(shop: Flask) -> None:
    ann()
    to = BOUNCES.replace("@", f"+{a_mail(ANN).token}@")
    assert arrives(a_letter("failure notice", "550 no", "Return-Path: <>", sender="m@mx.example.net", to=to)) == (
        "unreadable_bounce"
    )
    assert arrives(a_report(token=a_mail(ANN).token, status="").replace(b"Action:", b"Axtion:")) == "unreadable_bounce"
    assert gate(ANN) == "yes customer" and not undeliverable_at(ANN)


def test_a_redacted_complaint_stops_all_marketing(shop: Flask) -> None:
    ann(), bea()
    assert arrives(a_complaint(stop_token=a_stop_token(ANN))) == "event"
    assert methods() == ["complaint"] and gate(ANN) == "no suppressed_marketing" and gate(BEA) == "yes customer"


def test_a_complaint_by_the_quoted_return_path(shop: Flask) -> None:
    path = BOUNCES.replace("@", f"+{a_mail(CAL, 'friend').token}@")
    assert arrives(a_complaint(path=path)) == "event"
    assert not consent.may_recommend(CAL).allowed and consent.may_recommend(BEA).allowed


def test_not_spam_changes_nothing(shop: Flask) -> None:
    ann()
    assert arrives(a_complaint(kind="not-spam", stop_token=a_stop_token(ANN))) == "report"
    assert gate(ANN) == "yes customer" and events() == []


@pytest.mark.parametrize("subject", ["{}", "unsubscribe {}", "Re: {} "])
def test_a_stop_by_mail_with_its_token_in_the_subject_and_no_text(shop: Flask, subject: str) -> None:
    ann(), bea()
    topic = topic_by_slug(CUSTOMERS_GET)
    content = a_letter(subject.format(a_stop_token(ANN, topic_id=topic.id)), "", sender=BEA, to=STOPS)
    assert arrives(content) == "stop"
    assert gate(ANN) == "no suppressed_topic" and gate(BEA) == "yes customer" and methods() == ["mailto"]


def test_a_stop_by_mail_with_its_token_in_the_address(shop: Flask) -> None:
    ann(), bea()
    assert arrives(a_letter("", "", sender=BEA, to=STOPS.replace("@", f"+{a_stop_token(ANN)}@"))) == "stop"
    assert arrives(a_letter("x", "", sender=CAL, to=STOPS.replace("@", f"+{a_mail(ANN).token}@"))) == "stop"
    assert gate(ANN) == "no suppressed_marketing" and gate(BEA) == "yes customer"


def test_a_refusal_by_mail_refuses_notes_from_friends_and_nothing_else(shop: Flask) -> None:
    ann()
    assert arrives(a_letter(a_stop_token(ANN, "refusal"), "", to=STOPS)) == "stop"
    assert not consent.may_recommend(ANN).allowed and gate(ANN) == "yes customer"


def test_a_mail_with_no_token_to_the_mailbox_for_stops_stops_its_writer(shop: Flask) -> None:
    ann(), bea()
    assert arrives(a_letter("", "", sender=f"A <{ANN}>", to=STOPS)) == "stop"
    line = session().scalars(select(ConsentEntry)).one()
    assert (line.method, line.actor) == ("mailto", "someone")
    assert gate(ANN) == "no suppressed_marketing" and gate(BEA) == "yes customer" and ledger_is_sound()


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-replied", "Return-Path: <>", "Precedence: bulk", "List-Id: <x>"]
)
def test_a_programs_mail_to_the_mailbox_for_stops_stops_nobody(shop: Flask, header: str) -> None:
    ann()
    assert arrives(a_letter("Hello", "STOP", header, sender=ANN, to=STOPS)) == "automatic"
    assert gate(ANN) == "yes customer"


def test_stop_to_the_shop_is_proposed_to_staff_once_and_stops_nothing_yet(shop: Flask) -> None:
    ann()
    assert arrives(a_letter("Re: Unsubscribe", "please", sender=ANN)) == "proposal"
    assert arrives(a_letter("STOP", "now", sender=ANN.upper())) == "other"
    assert len(waiting()) == 1 and gate(ANN) == "yes customer" and methods() == []


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-generated", "Precedence: junk", "X-Auto-Response-Suppress: OOF"]
)
def test_a_programs_stop_is_proposed_to_nobody(shop: Flask, header: str) -> None:
    assert arrives(a_letter("STOP", "STOP", header)) == "automatic"
    assert waiting() == []


def test_the_policys_subject_lines_become_drafts(shop: Flask) -> None:
    with clock.set_to(clock.now() - timedelta(days=3)):
        assert (
            arrives(a_letter("Re: “california privacy rights”", "Who?", "Date: Mon, 1 Jan 1990 00:00:00 +0000"))
            == "draft"
        )
    assert arrives(a_letter("Privacy Information Request", "My son", "List-Id: <desk>", sender="nobody")) == "draft"
    first, second = mailroom.drafts()
    assert (first.kind, first.address, second.kind, second.address) == ("california", ANN, "privacy", "")
    assert first.words.endswith("Who?") and clock.now() - first.received_at < timedelta(days=3, minutes=1)
    assert mailroom.pick_up(first.id) and not mailroom.pick_up(first.id)
    assert [draft.id for draft in mailroom.drafts()] == [second.id]


def test_a_programs_answer_under_such_a_subject_is_no_draft(shop: Flask) -> None:
    assert arrives(a_letter("Re: California Privacy Rights", "away", "Auto-Submitted: auto-replied")) == "automatic"
    assert mailroom.drafts() == []


def test_a_mail_nobody_can_read_is_kept_aside_and_forgotten_after_30_days(shop: Flask) -> None:
    content = b"X: " + b"y" * 300_000
    assert arrives(content, SHOP) == "aside"
    row = session().scalars(select(MailAside)).one()
    kept, to = kept_mail(row)
    assert (row.reason, row.size, to, len(kept.kept)) == ("headers", len(content), SHOP, 256 * 1024)
    with clock.set_to(clock.now() + timedelta(days=31)):
        assert forget()["mail_aside"] == 1


def test_any_other_mail_changes_nothing(shop: Flask) -> None:
    ann()
    assert arrives(a_letter("Where is my order?", "It is late.")) == "other"
    assert methods() == [] and waiting() == [] and mailroom.drafts() == [] and events() == []
    assert session().scalars(select(ReceivedMail.what)).all() == ["other"]


def test_nothing_is_ever_answered(shop: Flask) -> None:
    for content in (a_letter("STOP"), a_letter("Privacy Information Request"), a_letter("", to=STOPS), a_report()):
        arrives(content)
    assert session().scalars(select(outbox.Message)).all() == []


def test_a_flood_of_unreadable_mail_does_not_fill_the_disk(shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "ASIDE_WHOLE", 2)
    for number in range(4):
        assert arrives(b"no headers %d" % number + b"x" * 100_000, SHOP) == "aside"
    kept = [len(kept_mail(row)[0].kept) for row in session().scalars(select(MailAside).order_by(MailAside.id))]
    assert kept[0] == kept[1] > 100_000 and kept[2:] == [keeping.ASIDE_SHORT] * 2
