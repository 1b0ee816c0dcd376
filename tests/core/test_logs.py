"""The log tells what happened and names nobody."""

import json
import logging
import sys

import pytest

from app.core.logs import formatter, mask

TOKEN = "Ag8AAAAB0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"


def line(message: str, *values: object, as_json: bool) -> str:
    error = sys.exc_info()
    record = logging.LogRecord("sayso.test", logging.ERROR, "file.py", 1, message, values, error if error[0] else None)
    return formatter(as_json).format(record)


def fail(words: str) -> None:
    raise ValueError(words)


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(
    "secret",
    ["ann@example.com", "zoë.ü@bücher.example", "o'brien+x@example.com", "ann%40example.com", TOKEN, "f" * 31 + "1"],
)
def test_addresses_and_tokens_are_masked_wherever_they_stand(secret: str, as_json: bool) -> None:
    said = line("cannot write to <%s>, see /u/%s", secret, secret, as_json=as_json)
    assert secret not in said
    assert "cannot write to" in said


@pytest.mark.parametrize("as_json", [True, False])
def test_what_an_error_quotes_is_masked_too(as_json: bool) -> None:
    try:
        fail(f"no room for ann@example.com with {TOKEN}")
    except ValueError:
        said = line("it broke", as_json=as_json)
    assert "ann@" not in said
    assert TOKEN not in said
    assert "test_what_an_error_quotes_is_masked_too" in said


def test_in_production_an_error_is_told_by_type_and_place_and_not_in_its_own_words() -> None:
    try:
        fail("Ann of Dothan")
    except ValueError:
        told = json.loads(line("it broke", as_json=True))
    assert "Ann" not in json.dumps(told)
    assert told["error"] == "ValueError"
    assert told["places"][0].startswith("tests/core/test_logs.py:")
    assert (told["level"], told["logger"], told["event"]) == ("error", "sayso.test", "it broke")


@pytest.mark.parametrize(
    "said",
    ["message 17 (sign_in): handed_over, reply code 250", "SMTPServerDisconnected", "app/outbox/transports/smtp.py:99"],
)
def test_what_a_reader_needs_stays(said: str) -> None:
    assert mask(said) == said
