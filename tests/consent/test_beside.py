"""`consent verify` also looks at what stands beside the ledger: words, evidence, stops, the policy, and which line decided."""

import pytest
from flask import Flask
from sqlalchemy import delete

from app import consent
from app.consent import OFF, PACE, Change
from app.consent.models import Evidence
from app.core.database import session
from tests.cast import ANN, BEA, ann, bea
from tests.consent.tampering import tamper
from tests.makers import a_no, a_stop, a_topic, a_yes, an_act, says

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture(autouse=True)
def ledger(app_context: None) -> None:
    """Ann was shown words and left evidence; she stopped a topic, and came back; Bea stopped everything."""
    ann(), bea()
    topic = a_topic()
    a_yes(ANN, topic), a_no(ANN, topic), a_yes(ANN, topic), a_no(ANN, topic)
    act = an_act(wording="Stop it all", evidence={"network": "192.0.2.0/24"})
    consent.choose(consent.subject_for(ANN), [Change(PACE, "email", "week")], act)
    a_stop(BEA)
    session().commit()


def verified(app: Flask) -> tuple[int, str]:
    """Exit code and output of the command."""
    session().rollback()
    said = app.test_cli_runner().invoke(args=["consent", "verify"])
    assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
    return said.exit_code, said.output


def test_nothing_is_wrong_with_what_we_wrote_ourselves(app: Flask) -> None:
    assert verified(app)[0] == 0


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE wording SET body = 'Yes, all of it'", "its text was changed"),
        ("DELETE FROM wording", "its text is missing"),
        ("UPDATE consent_evidence SET body = '{}'", "was changed"),
        ("UPDATE consent_evidence SET subject_id = 'nobody'", "no line of subject nobody has it"),
        ("UPDATE preference SET seq = seq - 1 WHERE state = 'off' AND seq > 1", "the ledger says line"),
        ("DELETE FROM suppression WHERE lifted_at IS NULL", "do-not-contact row is missing"),
        ("UPDATE suppression SET lifted_at = created_at WHERE lifted_at IS NULL", "was lifted by nobody"),
        ("UPDATE suppression SET scope = 'recommendations' WHERE lifted_at IS NULL", "do-not-contact row is missing"),
        ("UPDATE policy_version SET body = 'We sell it all'", "its words were changed"),
    ],
)
def test_what_was_changed_behind_our_back_is_named(app: Flask, statement: str, says: str) -> None:
    tamper(statement)
    code, output = verified(app)
    assert (code, says in output) == (1, True), output


@pytest.mark.parametrize(
    "change", ["at = 'noon'", "state = x'00ff'", "mark = 'text'", "method = 'magic'", "seq = 'two'"]
)
def test_a_row_that_cannot_be_read_is_a_fault_and_no_crash(app: Flask, change: str) -> None:
    if session().get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL's columns take nothing but their type")
    tamper(f"UPDATE consent_entry SET {change} WHERE id = (SELECT max(id) FROM consent_entry)")
    code, output = verified(app)
    assert code == 1 and output.strip()


def test_erased_evidence_a_lifted_stop_and_paper_without_an_address_are_no_faults(app: Flask) -> None:
    session().execute(delete(Evidence))
    says(BEA, "marketing", "on")
    catalog = a_topic(channel="post")
    says("dee@example.org", catalog.purpose, OFF, channel="post")
    assert verified(app)[0] == 0
