"""What packages declare, and the registry that erasure is built from."""

import pytest

from app.core.desk import Figure, Number, RecordLine
from app.core.feature import Declarations, Feature, Job, MenuItem
from app.core.personal_data import Holder, PersonalData, erase_everywhere
from app.core.refusals import BadSetting


def test_a_name_declared_twice_stops_the_start() -> None:
    job = Job("sweep", 1, lambda: "")
    with pytest.raises(BadSetting, match="job 'sweep' is declared twice"):
        Declarations((Feature("a", jobs=(job,)), Feature("b", jobs=(job,))))
    with pytest.raises(BadSetting, match="feature 'a' is declared twice"):
        Declarations((Feature("a"), Feature("a")))


def test_a_number_and_a_line_of_a_record_are_declared_once() -> None:
    number = Number("stops", (), lambda _since: Figure("Stops", 0))
    line = RecordLine("reviews", "Reviews", "people.look", lambda _person: None)
    for twice in (Feature("a", numbers=(number, number)), Feature("a", records=(line, line))):
        with pytest.raises(BadSetting, match="is declared twice"):
            Declarations((twice,))


def test_a_menu_stands_in_the_order_of_its_numbers() -> None:
    late, early = MenuItem("footer", "Late", "x", 20), MenuItem("footer", "Early", "x", 10)
    other = MenuItem("home", "Elsewhere", "x", 1)
    assert Declarations((Feature("a", menu=(late, other)), Feature("b", menu=(early,)))).menu("footer") == [early, late]


def test_a_table_that_keeps_what_it_has_says_why() -> None:
    with pytest.raises(ValueError, match="say why"):
        PersonalData("x", "things", lambda holder: (), None)


def test_erasure_goes_by_order_and_leaves_what_is_kept() -> None:
    went: list[str] = []

    def table(name: str, order: int) -> PersonalData:
        return PersonalData(name, "things", lambda holder: (), lambda holder: went.append(name) or 1, order=order)

    kept = PersonalData("kept", "things", lambda holder: (), None, "The law says so.")
    counts = erase_everywhere([table("last", 90), kept, table("first", 10)], Holder(1, "ab"))
    assert went == ["first", "last"]
    assert counts == {"first": 1, "last": 1}
