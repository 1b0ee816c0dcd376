"""A copy of one's own data: what is inside, who makes it, and that it is there once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.feature import Declarations, Feature
from app.core.personal_data import Holder, PersonalData, Rows
from app.dossier import building, copies
from app.dossier.copies import CopyGone
from app.dossier.jobs import build_copies, forget_copies
from app.dossier.models import CopyPart
from app.outbox import Message
from app.people import Person
from tests.cast import ann, bea
from tests.dossier.copying import a_copy, every_copy, rows, taken
from tests.makers import a_no, a_topic

pytestmark = pytest.mark.usefixtures("app_context")
SECRETS = ("password", "secret", "token", "security answer", "code", "ssn", "card")


def shoe_sizes(holder: Holder) -> Rows:
    """Rows of a table that only a test knows."""
    yield {"size": 41, "of": holder.subject_id}


def with_table(app: Flask, name: str, export: object) -> None:
    more = PersonalData(name, "shoe sizes", export, lambda _holder: 0)  # type: ignore[arg-type]
    found = app.extensions["declarations"]
    app.extensions["declarations"] = Declarations((*found.features, Feature("shoes", personal_data=(more,))))


def test_a_table_declared_in_a_test_is_in_the_copy_with_no_other_change(app: Flask) -> None:
    with_table(app, "shoe", shoe_sizes)
    person = ann()
    page, data = taken(person)
    assert rows(data, "shoe") == [{"size": 41, "of": person.subject_id}]
    assert "Shoe sizes" in page.html


def test_every_table_of_the_registry_is_inside_and_in_its_order(app: Flask) -> None:
    page, data = taken(ann())
    declared = app.extensions["declarations"].personal_data
    assert [part["table"] for part in data["parts"]] == [one.table for one in declared]
    assert len(page.all("h2")) == len(declared)


def test_the_copy_holds_what_is_hers_and_nothing_of_anybody_else() -> None:
    person, other = ann(), bea()
    a_no("ann@example.com", a_topic("hay"))
    page, data = taken(person)
    assert rows(data, "destination")[0]["address"] == "ann@example.com"
    assert {line["purpose"] for line in rows(data, "consent_entry")} == {"topic:hay"}
    assert "1 Elm Street" in page.html
    assert "bea@example.com" not in page.html + str(data)
    assert other.subject_id not in page.html + str(data)


def test_what_is_kept_after_an_erasure_says_why() -> None:
    page, _data = taken(ann())
    assert "If you erase your data: A stop is kept, without address, so that nobody writes again." in page.text


def test_no_secret_is_a_column_of_a_copy() -> None:
    _page, data = taken(ann())
    names = {name.lower() for part in data["parts"] for row in part["rows"] for name in row}
    assert "address" in names
    assert not [name for name in names if any(word in name.split() for word in SECRETS)]


def test_a_script_in_a_name_stays_text() -> None:
    page, data = taken(_named("<script>alert(1)</script>"))
    assert not page.all("script")
    assert "<script>alert(1)</script>" in page.text
    assert rows(data, "person")[0]["name"].startswith("<script>")


def _named(name: str) -> Person:
    person = ann()
    person.first_name = name
    session().commit()
    return person


def test_the_page_asks_nothing_of_any_network() -> None:
    page, _data = taken(ann())
    loading = {element.tag for element in page.root.iter()} & {"script", "img", "link", "iframe", "form", "object"}
    assert not loading
    assert "url(" not in page.html
    assert "@import" not in page.html


def test_a_finished_copy_is_stored_so_that_nobody_reads_it() -> None:
    made = a_copy(ann())
    sealed = b"".join(session().scalars(select(CopyPart.sealed)))
    assert made.is_ready
    assert (made.done, made.total) == (made.total, made.total)
    assert b"Archer" not in sealed
    assert b"PK" not in sealed[:40]


def test_a_copy_is_taken_once_and_its_file_is_gone() -> None:
    person = ann()
    made = a_copy(person)
    copies.take(made.id, person.id).close()
    session().commit()
    assert session().scalar(select(func.count()).select_from(CopyPart)) == 0
    with pytest.raises(CopyGone):
        copies.take(made.id, person.id)


def test_nobody_takes_somebody_elses_copy() -> None:
    person, other = ann(), bea()
    made = a_copy(person)
    with pytest.raises(CopyGone):
        copies.take(made.id, other.id)
    copies.take(made.id, person.id).close()


def test_a_copy_is_gone_after_a_day_and_one_of_today_stays() -> None:
    with clock.set_to(clock.now() - timedelta(hours=25)):
        a_copy(ann())
    kept = a_copy(bea())
    assert forget_copies() == "1 copies deleted"
    assert [one.id for one in every_copy()] == [kept.id]


def test_two_presses_make_one_copy() -> None:
    person = ann()
    copies.ask(person.id, person.destinations[0].id)
    copies.ask(person.id, person.destinations[0].id)
    session().commit()
    assert build_copies() == "1 copies made"
    assert len(every_copy()) == 1


def test_a_finished_copy_is_told_by_one_mail_after_it_is_made() -> None:
    a_copy(ann())
    kinds = list(session().scalars(select(Message.kind)))
    assert kinds == ["copy_ready"]
    assert build_copies() == "0 copies made"
    outbox.deliver_due()
    assert list(session().scalars(select(Message.outcome))) == ["handed_over"]


def test_the_mail_is_not_sent_to_an_address_that_is_not_proven_any_more() -> None:
    person = ann()
    a_copy(person)
    person.destinations[0].proven_at = None
    session().commit()
    outbox.deliver_due()
    assert list(session().scalars(select(Message.outcome))) == ["nothing_to_say"]


def test_a_copy_whose_worker_was_killed_is_made_again_after_its_lease() -> None:
    person = ann()
    copies.ask(person.id, person.destinations[0].id)
    assert building.claim_next() is not None
    session().commit()
    assert build_copies() == "0 copies made"
    with clock.set_to(clock.now() + building.LEASE):
        assert build_copies() == "1 copies made"


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    person = ann()
    copies.ask(person.id, person.destinations[0].id)
    slow = building.claim_next()
    assert slow is not None
    with clock.set_to(clock.now() + building.LEASE):
        build_copies()
    with pytest.raises(building.Lost):
        building.note_progress(slow, 3)


def test_a_copy_that_always_breaks_is_given_up_and_the_next_persons_is_made(app: Flask) -> None:
    unlucky, other = ann(), bea()
    with_table(app, "shoe", lambda holder: 1 / 0 if holder.person_id == unlucky.id else ())
    for person in (unlucky, other):
        copies.ask(person.id, person.destinations[0].id)
    session().commit()
    for minutes in range(0, 5 * building.TRIES, 5):
        with clock.set_to(clock.now() + timedelta(minutes=minutes)):
            build_copies()
    broken, made = every_copy()
    assert broken.failed_at is not None
    assert made.is_ready


def test_a_copy_of_many_rows_spans_pieces_and_comes_back_whole(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PIECE", 1000)
    with_table(app, "shoe", lambda _holder: ({"size": number} for number in range(999)))
    _page, data = taken(ann())
    assert [row["size"] for row in rows(data, "shoe")] == list(range(999))
