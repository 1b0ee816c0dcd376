"""Name, how to be addressed, gender: saved, told, taken back; what is wrong stands beside the field."""

import json

import pytest

from app import people, suppression
from app.channels import Place, post_keys
from app.core.database import session
from app.people import By, Origin
from app.profile import set_name
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import the_person
from tests.profile.knowing import an_origin, changes, html, text
from tests.sign_in import sign_in


def origin(address: str = ANN, field: str = "name") -> Origin | None:
    return session().get(Origin, (the_person(address).id, field))


def rename(page: Browser, first: str = "Anna", **fields: str) -> None:
    page.get("/profile/name")
    page.press("Save name", first_name=first, **fields)


def test_a_new_name_is_told_before_and_after_and_is_hers_from_now_on(page: Browser) -> None:
    an_origin(the_person(ANN), "name", "company")
    rename(page)
    assert "Name: was Ann Archer → now Anna Archer" in text(page)
    found = origin()
    assert found and found.source == "self" and found.corrected_at is not None
    assert (the_person(ANN).display_name, the_person(BEA).display_name) == ("Anna Archer", "Bea Baker")


def test_undo_brings_back_the_name_and_where_we_got_it(page: Browser) -> None:
    an_origin(the_person(ANN), "name", "company", source_detail="a list")
    rename(page)
    page.press("Undo")
    assert "Undone at" in text(page) and the_person(ANN).display_name == "Ann Archer"
    found = origin()
    assert found and (found.source, found.source_detail, found.corrected_at) == ("company", "a list", None)


def test_a_name_nobody_noted_the_source_of_has_none_again_after_an_undo(page: Browser) -> None:
    rename(page)
    page.press("Undo")
    assert origin() is None


def test_undo_works_once(page: Browser) -> None:
    rename(page)
    shown = page.page
    page.press("Undo")
    page.page = shown
    assert page.press("Undo").status_code == 410


def test_undo_never_loses_a_newer_name(page: Browser) -> None:
    rename(page)
    shown = page.page
    set_name(the_person(ANN), "Annabel", "Archer", By("phone", "staff:3"))
    page.page = shown
    assert page.press("Undo").status_code == 409
    assert "This was changed again since" in text(page)
    assert the_person(ANN).first_name == "Annabel"


def test_after_the_newer_change_was_undone_the_older_one_can_be(page: Browser) -> None:
    rename(page)
    older = page.page
    rename(page, "Annabel")
    page.press("Undo")
    page.page = older
    page.press("Undo")
    assert the_person(ANN).first_name == "Ann"


def test_saving_what_stands_already_writes_nothing(page: Browser) -> None:
    rename(page, "Ann")
    assert "Saved. Nothing was different." in text(page)
    assert not changes(the_person(ANN)) and origin() is None


@pytest.mark.parametrize(
    ("where", "field", "typed", "kept"),
    [("addressed-as", "addressed_as", "Dr. Archer", "Dr. Archer"), ("gender", "gender", " wo\x00man ", "woman")],
)
def test_greeting_and_gender_are_free_words(page: Browser, where: str, field: str, typed: str, kept: str) -> None:
    page.get(f"/profile/{where}")
    page.press("Save", **{field: typed})
    assert getattr(the_person(ANN), field) == kept and getattr(the_person(BEA), field) == ""
    page.get(f"/profile/{where}")
    page.press("Save", **{field: ""})
    assert getattr(the_person(ANN), field) == ""


def test_what_is_too_long_stays_in_the_field_and_is_said_beside_it(page: Browser) -> None:
    rename(page, "x" * 85)
    assert page.page and page.page.title.startswith("Error:")
    assert text(page).count("Shorten it by 5 characters") == 2 and "x" * 85 in html(page)
    assert the_person(ANN).first_name == "Ann"


def test_a_name_of_script_is_a_name(page: Browser) -> None:
    rename(page, "<script>alert(1)</script>")
    assert "<script>alert" not in html(page) and "&lt;script&gt;alert" in html(page)


def test_another_persons_form_is_refused(page: Browser, app_context: None) -> None:
    page.get("/profile/name")
    shown = next(one.get("value") for one in page.page.all("input") if one.get("name") == "shown")  # type: ignore[union-attr]
    stranger = Browser(page.application)
    sign_in(stranger, BEA)
    stranger.get("/profile/name")
    assert stranger.press("Save name", shown=str(shown), first_name="Eve").status_code == 400
    assert the_person(BEA).first_name == "Bea"


def test_nobody_reads_or_undoes_anothers_act(page: Browser, app_context: None) -> None:
    rename(page)
    act = changes(the_person(ANN))[0].act_id
    ticket = next(one.get("value") for one in page.page.all("input") if one.get("name") == "ticket")  # type: ignore[union-attr]
    stranger = Browser(page.application)
    sign_in(stranger, BEA)
    stranger.get(f"/profile?done={act}")
    assert "Anna" not in text(stranger)
    token = next(one.get("value") for one in stranger.page.all("input") if one.get("name") == "csrf_token")  # type: ignore[union-attr]
    data = {"ticket": str(ticket), "csrf_token": str(token)}
    assert stranger.post("/profile/undo", data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
    assert the_person(ANN).first_name == "Anna"


def test_the_new_name_leads_to_her_stops_of_paper_mail_too(page: Browser) -> None:
    rename(page)
    place = Place("Anna Archer", "1 Elm Street", "", "Dothan", "AL", "36302")
    assert suppression.mark_for_key(post_keys(place).person).subject_id == the_person(ANN).subject_id


def test_each_change_is_noted_from_what_to_what(page: Browser) -> None:
    rename(page)
    (change,) = people.changes_of(the_person(ANN).id, 9)
    assert (change.field, change.method, change.actor) == ("name", "profile_page", "self")
    assert json.loads(change.old)["first_name"] == "Ann" and json.loads(change.new)["first_name"] == "Anna"
