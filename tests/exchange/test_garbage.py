"""Files that are none: refused whole, with the line, before anything is written."""

import pytest
from sqlalchemy import func, select

from app.core.csvfiles import MAX_CELL
from app.core.database import session
from app.exchange.models import ImportRun
from app.people import Person
from tests.cast import ANN
from tests.exchange.desk import Desk

GOOD = b"email,first_name\r\nann@example.com,Ann\r\n"
FILES = {
    "a NUL": (GOOD + b"b\0ea@example.com,Bea\r\n", "Line 3"),
    "latin-1": (GOOD + "bea@example.com,Béa\r\n".encode("latin-1"), "not UTF-8"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "CSV (UTF-8)"),
    "a huge cell": (GOOD + b"bea@example.com," + b"B" * (MAX_CELL + 1) + b"\r\n", "Line 3"),
    "too many cells": (GOOD + b"bea@example.com,Bea,Baker\r\n", "Line 3"),
    "an open quote": (GOOD + b'bea@example.com,"Bea\r\n', "Line"),
    "a column twice": (b"email,email\r\nann@example.com,x\r\n", "named twice"),
    "no e-mail column": (b"first_name\r\nAnn\r\n", "email"),
    "a typo in a column": (b"email,frist_name\r\nann@example.com,Ann\r\n", "frist_name"),
    "nothing": (b"", "empty"),
}


def rows_written() -> int:
    return sum(session().scalar(select(func.count()).select_from(model)) or 0 for model in (Person, ImportRun))


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_none_is_refused_before_anything_is_written(desk: Desk, what: str) -> None:
    content, sentence = FILES[what]
    result = desk.run("people", "import", desk.file(content), code=2)
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    assert not rows_written()


def test_a_mark_in_front_semicolons_of_names_and_missing_cells_are_no_reason(desk: Desk) -> None:
    file = desk.file(b'\xef\xbb\xbfEmail,First Name,phone\r\n\r\nann@example.com,"Ann; ""A""\nArcher"\r\n,,\r\n')
    assert "1 rows: 1 added" in desk.run("people", "import", file).stdout
    assert session().scalars(select(Person.first_name)).one() == 'Ann; "A" Archer'


def test_a_pipe_is_refused_because_the_file_is_read_twice(desk: Desk) -> None:
    assert desk.run("people", "import", "/dev/null", code=2).stderr


def test_recipients_that_cannot_be_read_get_no_link_at_all(desk: Desk) -> None:
    desk.run("people", "import", desk.file([{"email": ANN}]))
    result = desk.run("links", "sign", "--topic", "dog-deals", stdin="email\nann@example.com\nb\0\n", code=2)
    assert (result.stdout, "Line 3" in result.stderr) == ("", True)
