"""`flask consent …`."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.consent import PACE, PAUSE
from app.core.database import session
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.consent.tampering import tamper
from tests.makers import a_stop, a_topic, says

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_a_check_answers_yes_or_no_with_its_reason_and_exit_code(runner: FlaskCliRunner) -> None:
    ann(), bea()
    a_topic("deals", default="on_for_customers")
    yes = runner.invoke(args=["consent", "check", ANN, "deals"])
    assert (yes.exit_code, yes.output) == (0, "yes customer\n")
    a_stop(ANN)
    no = runner.invoke(args=["consent", "check", ANN.upper(), "deals"])
    assert (no.exit_code, no.output.splitlines()[0]) == (1, "no suppressed_marketing")
    assert runner.invoke(args=["consent", "check", BEA, "deals"]).exit_code == 0


def test_a_check_says_from_when_on_it_may_be_yes(runner: FlaskCliRunner) -> None:
    ann()
    a_topic("deals", default="on_for_customers")
    says(ANN, PAUSE, "2099-12-31")
    assert runner.invoke(args=["consent", "check", ANN, "deals"]).output == "no paused\nagain from 2099-12-31\n"


@pytest.mark.parametrize(("email", "slug", "says"), [("nobody", "dog-deals", "@"), (CAL, "dgo-deals", "topics list")])
def test_a_bad_question_has_its_own_exit_code_and_a_sentence(
    email: str, slug: str, says: str, runner: FlaskCliRunner
) -> None:
    done = runner.invoke(args=["consent", "check", email, slug])
    assert done.exit_code == 2
    assert says in done.output
    assert "Traceback" not in done.output


def test_verify_counts_what_holds_and_names_what_does_not(runner: FlaskCliRunner) -> None:
    says(ANN, PACE, "week")
    assert runner.invoke(args=["consent", "verify"]).output == "The ledger holds: 1 lines.\n"
    tamper("UPDATE consent_entry SET state = 'all'")
    done = runner.invoke(args=["consent", "verify"])
    assert done.exit_code == 1
    assert "line 1 was changed" in done.output


def test_rebuild_mends_preferences_and_leaves_a_note(runner: FlaskCliRunner) -> None:
    says(ANN, PACE, "week")
    tamper("UPDATE preference SET state = 'all'")
    assert runner.invoke(args=["consent", "verify"]).exit_code == 1
    assert runner.invoke(args=["consent", "rebuild"]).output == "1 preferences rebuilt from the ledger.\n"
    assert runner.invoke(args=["consent", "verify"]).exit_code == 0
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0


def test_an_export_is_one_json_line_an_entry(runner: FlaskCliRunner) -> None:
    says(ANN, PACE, "week")
    session().rollback()
    (line,) = runner.invoke(args=["consent", "export"]).output.splitlines()
    assert json.loads(line)["state"] == "week"
    assert ANN not in line
