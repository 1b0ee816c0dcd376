"""The law of tries: whatever is typed in whatever order, wrong codes are counted once each and right ones not at all."""

from itertools import count

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.database import session
from app.core.limits import give_back, take
from app.core.refusals import Refusal
from app.identity.asking import Wish, ask
from app.identity.mail import compose
from app.identity.models import SignInRequest
from app.identity.proving import TRIES, WRONG_CODES, WrongCode, prove_by_code

_numbers = count()


def asked() -> tuple[SignInRequest, str]:
    """A request whose mail was handed over, of an address and a network nothing was counted for yet."""
    number = next(_numbers)
    request = ask(Wish(f"law{number}@example.com"), f"network {number}")
    session().commit()
    code = compose(request.id).context["code_spaced"].replace(" ", "")
    session().commit()
    return request, code


def outcome(request: SignInRequest, code: str) -> str:
    try:
        prove_by_code(request, code)
    except WrongCode:
        return "wrong"
    except Refusal:
        return "ended"
    else:
        return "in"
    finally:
        session().commit()


@settings(max_examples=25, deadline=None)
@given(typed=st.lists(st.booleans(), max_size=9))
def holds(typed: list[bool]) -> None:
    request, code = asked()
    other = f"{(int(code) + 1) % 1_000_000:06}"
    got = [outcome(request, code if right else other) for right in typed]
    first = typed.index(True) if True in typed else len(typed)
    wrong = min(first, TRIES)
    expected = ["wrong"] * wrong + (["in"] if first < len(typed) and first < TRIES else [])
    assert got == expected + ["ended"] * (len(typed) - len(expected))


def test_the_first_right_code_within_five_tries_gets_in_and_nothing_after_it(app: Flask) -> None:
    with app.app_context():
        holds()


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.booleans(), max_size=12))
def adds_up(steps: list[bool]) -> None:
    what, taken = f"what {next(_numbers)}", 0
    for takes in steps:
        if takes:
            taken += 1
            assert take(WRONG_CODES, what).count == taken
        else:
            give_back(WRONG_CODES, what)
            session().commit()
            taken = max(taken - 1, 0)


def test_what_is_given_back_was_never_taken(app: Flask) -> None:
    with app.app_context():
        adds_up()
