"""CSV in and out."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.csvfiles import BadFile, Writer, guarded, read_rows

cells = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20)


def rows_of(
    text: str, needs: tuple[str, ...] = ("email",), knows: tuple[str, ...] | None = None
) -> list[dict[str, str]]:
    return [row.cells for row in read_rows(io.StringIO(text, newline=""), needs=needs, knows=knows)]


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_what_a_machine_wrote_reads_back_as_it_was(records: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = Writer(out, ["email", "note"], for_people=False)
    for email, note in records:
        writer.write({"email": email, "note": note})
    expected = [{"email": a.strip(), "note": b.strip()} for a, b in records if a.strip() or b.strip()]
    assert rows_of(out.getvalue()) == expected


@pytest.mark.parametrize("cell", ["=1+1", "+1@x.org", "-2", "@sum", "\tx", "\0x", "\n=1", "\uff1d1+1", "\uff20x"])
def test_a_cell_that_a_spreadsheet_would_run_gets_a_quote_for_people_only(cell: str) -> None:
    assert guarded(cell) == "'" + cell
    out = io.StringIO(newline="")
    Writer(out, ["a"], for_people=False, header=False).write({"a": "+1@x.org"})
    Writer(out, ["a"], for_people=True, header=False).write({"a": "+1@x.org"})
    assert out.getvalue() == "+1@x.org\r\n'+1@x.org\r\n"


def test_column_names_are_compared_without_case_and_spaces_and_lines_are_numbered() -> None:
    found = list(read_rows(io.StringIO(' E-Mail ,First Name\nsam@x.org,Sam\n\n"a\nb",B\n'), needs=["e-mail"]))
    assert [(row.line, row.get("first_name"), row.get("nothing")) for row in found] == [(2, "Sam", ""), (5, "B", "")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file is empty"),
        ("name\nSam\n", "Line 1: no column called email"),
        ("email,Email\na,b\n", "Line 1: a column is named twice"),
        ("email,consnet\na,b\n", "Line 1: unknown column consnet"),
        ("email\na,b\n", "Line 2"),
        ('email\n"a\n', "Save the file as CSV"),
        ("email\na\0b\n", "Line 2: has a NUL"),
        ("email\n" + "x" * 200_000 + "\n", "Line 2: field larger"),
    ],
)
def test_a_bad_file_is_named_by_its_line(text: str, says: str) -> None:
    with pytest.raises(BadFile) as refused:
        rows_of(text, knows=("email", "consent"))
    assert says in refused.value.sentence


def test_a_file_in_another_coding_is_named_as_such() -> None:
    stream = io.TextIOWrapper(io.BytesIO("email\nä@example.com\n".encode("latin-1")), encoding="utf-8", newline="")
    with pytest.raises(BadFile, match="not UTF-8"):
        list(read_rows(stream, needs=["email"]))


def test_a_file_that_excel_saved_begins_with_a_mark_that_is_no_part_of_the_first_name() -> None:
    assert rows_of("\ufeffemail\nsam@x.org\n") == [{"email": "sam@x.org"}]
