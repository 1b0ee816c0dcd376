"""Whatever is sent to the profile, the answer is a page of ours, never a server error, and nothing is written."""

import pytest

from tests.browser import Browser
from tests.cast import ANN
from tests.makers import the_person
from tests.profile.knowing import changes

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
GARBAGE = ("\x00", "a\x00b" * 9, "x" * 9_000, "\N{PILE OF POO}", "0" * 32, "../../etc/passwd")
POSTS = (
    "/profile/undo",
    "/profile/name",
    "/profile/addressed-as",
    "/profile/gender",
    "/profile/animals",
    "/profile/interests",
    "/profile/use/animals",
    "/profile/use/nothing",
)
FIELDS = ("shown", "ticket", "first_name", "gender", "kind", "born", "mail", "was_mail", "interest", "was_interest")


def sent(page: Browser, path: str, **fields: str) -> int:
    assert page.page
    token = next(one.get("value", "") for one in page.page.all("input") if one.get("name") == "csrf_token")
    return page.post(path, data={"csrf_token": token, **fields}, headers=SAME_SITE).status_code


@pytest.mark.parametrize("path", POSTS)
def test_a_form_that_holds_anything_is_refused(page: Browser, path: str) -> None:
    for value in GARBAGE:
        page.get("/profile")
        assert 400 <= sent(page, path, **dict.fromkeys(FIELDS, value)) < 500
    assert not changes(the_person(ANN))


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in ("shown", "ticket")])
def test_a_field_that_holds_anything_breaks_no_form(page: Browser, field: str) -> None:
    for path in ("/profile/name", "/profile/gender", "/profile/animals", "/profile/interests", "/profile/use/animals"):
        for value in GARBAGE[:3]:
            page.get(path)
            shown = next(one.get("value", "") for one in page.page.all("input") if one.get("name") == "shown")  # type: ignore[union-attr]
            assert sent(page, path, shown=shown, **{field: value}) in (303, 422)


@pytest.mark.parametrize("value", GARBAGE)
def test_an_act_that_is_none_is_no_act_of_hers(page: Browser, value: str) -> None:
    for path in ("/profile", "/profile/animals"):
        assert page.get(path, query_string={"done": value, "undone": value, "same": value}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/profile/animals/0", "/profile/animals/99999999999", "/profile/use/x", "/profile/facts/1"]
)
def test_what_is_not_there_is_not_found(page: Browser, path: str) -> None:
    assert page.get(path).status_code in (404, 405)


def test_a_switch_that_says_neither_stops(page: Browser) -> None:
    page.get("/profile")
    assert sent(page, "/profile/guessing", guess="maybe") == 303
    page.get("/profile")
    assert page.page and "Guessing is stopped" in page.page.text
