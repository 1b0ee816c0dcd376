"""What somebody wrote to us is hers to see; what was settled goes with her, and what waits is not lost by an erasure."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app import mailroom, people
from app.core import clock
from app.core.database import session
from app.core.personal_data import Holder
from app.mailroom import personal
from app.mailroom.deciding import proposals, say_stop
from app.mailroom.jobs import arrive, forget_mail
from app.mailroom.keeping import keep_aside
from app.mailroom.models import AppliedEvent, MailAside, ReceivedMail, StopProposal
from app.mailroom.tending import try_again
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.desk import MAX, SUE, a_member, sit_down
from tests.mailroom.letters import STOPS, a_letter, incoming
from tests.mailroom.sent import a_mail, an_event, applied, gate


def wrote(subject: str, sender: str = ANN) -> None:
    arrive(incoming(a_letter(subject, f"{sender} wrote", sender=sender)))


def holder_of(person: people.Person) -> Holder:
    return Holder(person.id, person.subject_id)


def test_her_mails_are_in_her_copy_and_nobody_elses(shop: Flask) -> None:
    hers, others = holder_of(ann()), holder_of(bea())
    wrote("STOP"), wrote("Privacy Information Request"), wrote("unsubscribe", BEA)
    assert [row["wrote"] for row in personal.export_proposals(hers)] == [f"STOP · {ANN} wrote"]
    assert [row["kind"] for row in personal.export_drafts(hers)] == ["privacy"]
    assert len(list(personal.export_proposals(others))) == 1 and not list(personal.export_drafts(others))


def test_an_erasure_takes_what_was_settled_and_leaves_what_waits(shop: Flask, client: Browser) -> None:
    person, member = ann(), sit_down(client, a_member(SUE))
    wrote("STOP"), wrote("Privacy Information Request")
    say_stop(proposals(1)[0].row.id, member)
    people.erase_person(person)
    session().commit()
    assert session().scalars(select(StopProposal)).all() == []
    assert [draft.address for draft in mailroom.drafts()] == [ANN]


def test_a_stop_that_waited_through_an_erasure_still_stops(shop: Flask, client: Browser) -> None:
    person, member = ann(), sit_down(client, a_member(SUE))
    wrote("STOP")
    people.erase_person(person)
    say_stop(proposals(1)[0].row.id, member)
    session().commit()
    ann(), bea()
    assert gate(ANN) == "no suppressed_marketing" and gate(BEA) == "yes customer"


def test_a_mail_we_failed_over_takes_effect_when_it_is_tried_again(shop: Flask, client: Browser) -> None:
    ann()
    member = sit_down(client, a_member(MAX))
    keep_aside(incoming(a_letter("", "", sender=ANN, to="x@example.com")), STOPS, "failed")
    number = session().scalars(select(MailAside.id)).one()
    assert try_again(number, member) and try_again(number, member)
    session().commit()
    assert gate(ANN) == "no suppressed_marketing"


def test_what_is_old_is_forgotten_and_what_waits_is_not(shop: Flask) -> None:
    applied(an_event(verp=a_mail(ANN).token))
    wrote("STOP"), wrote("Privacy Information Request")
    with clock.set_to(clock.now() + timedelta(days=500)):
        assert forget_mail() == "1 mail_event, 2 mail_received"
        assert forget_mail() == "nothing is old"
    assert len(proposals(9)) == 1 and len(mailroom.drafts()) == 1
    assert not session().scalars(select(AppliedEvent)).all() and not session().scalars(select(ReceivedMail)).all()
