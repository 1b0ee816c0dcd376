"""Templates are compiled once in a process."""

from app.factory.templates import compiled_once
from tests.browser import Browser
from tests.conftest import Shop


def test_a_second_application_takes_what_the_first_compiled(make_app: Shop) -> None:
    Browser(make_app()).get("/")
    before = dict(compiled_once._known)
    Browser(make_app()).get("/")
    assert before
    assert compiled_once._known == before
