"""`mail lint` over every kind the site has, and the command itself."""

import json

import pytest
from click.testing import Result
from flask import Flask

from app.core.feature import Declarations, Feature
from app.core.messages import AT_ONCE, Letter, MessageKind
from app.features import FEATURES
from app.outbox.lint import look_at, look_at_all
from app.outbox.lint.sample import Finding, samples
from tests.conftest import Shop
from tests.mail.examples import EXAMPLES
from tests.outbox.office import Writer, with_writer

KINDS = Declarations(FEATURES).messages


def nothing(_reference: str) -> Letter | None:
    return None


def lint(app: Flask, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["mail", "lint", *options])


@pytest.mark.parametrize("public_url", ["http://127.0.0.1:8000", "https://choices.example.com"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_mail_is_as_mail_should_be(kind: MessageKind, public_url: str, make_app: Shop) -> None:
    with make_app(PUBLIC_URL=public_url).app_context():
        for sample in samples(kind):
            assert not isinstance(sample, Finding), sample
            assert look_at(sample).findings == ()


def test_every_kind_and_each_of_its_cases_is_looked_at(app: Flask) -> None:
    with app.app_context():
        assert [one.name for one in look_at_all()] == list(EXAMPLES)


def test_the_command_says_how_many_it_looked_at_and_ends_well(app: Flask) -> None:
    result = lint(app)
    assert (result.exit_code, result.output) == (0, f"{len(EXAMPLES)} mails looked at, 0 findings.\n")


def test_a_kind_without_an_example_and_one_whose_templates_break_are_findings(app: Flask) -> None:
    result = lint(with_writer(app, Writer()))
    assert result.exit_code == 1
    assert "note: It declares no example." in result.output
    kind = MessageKind("sign_in", "at_least_once", nothing, rank=AT_ONCE, example=lambda: {"until": "never"})
    with app.app_context():
        (finding,) = samples(kind)
    assert isinstance(finding, Finding) and finding.rule == "example"


def test_the_command_tells_programs_what_it_found(app: Flask) -> None:
    result = lint(with_writer(app, Writer()), "--json")
    found = {one["name"]: one for one in json.loads(result.output)}
    assert result.exit_code == 1
    assert found["note"]["findings"][0]["rule"] == "example"
    assert found["sign_in"] == {"name": "sign_in", "findings": [], "spam": 0.0, "reasons": []}


def test_a_mail_its_reader_can_stop_is_looked_at_with_its_stop_link(app: Flask) -> None:
    kind = MessageKind(
        "sign_in", "at_most_once", nothing, asks="recommendation", example=lambda: EXAMPLES["sign_in"].context
    )
    app.extensions["declarations"] = Declarations((Feature("friends", messages=(kind,)),))
    with app.app_context():
        (looked,) = look_at_all()
    assert looked.findings == ()
