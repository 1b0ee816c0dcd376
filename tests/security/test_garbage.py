"""Whatever is sent, the answer is a refusal with a page of ours and never a server error."""

import io

import pytest

from tests.browser import Browser
from tests.conftest import Shop
from tests.sign_in import sign_in

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "https://a]b", "\x00", "http://localhost.evil.example"])
def test_an_origin_that_is_no_address_is_another_site(client: Browser, origin: str) -> None:
    answer = client.post("/stop", data={"email": "ann@example.com"}, headers={"Origin": origin})
    assert answer.status_code == 403


def test_our_own_host_in_plain_http_is_another_site(make_app: Shop) -> None:
    site = Browser(make_app(PUBLIC_URL="https://choices.example.com"))
    for origin, status in (("http://choices.example.com", 403), ("https://choices.example.com", 200)):
        headers, data = {"Origin": origin}, {"email": "ann@example.com"}
        answer = site.post("/stop", base_url="https://choices.example.com", data=data, headers=headers)
        assert answer.status_code == status


@pytest.mark.parametrize("path", ["/%0d%0aX-Evil:%20a", "//evil.example/x", "/%5C%5Cevil.example", "/@evil.example"])
def test_the_way_to_https_leads_nowhere_else(make_app: Shop, path: str) -> None:
    site = Browser(make_app(PUBLIC_URL="https://choices.example.com"))
    answer = site.get(path, base_url="http://choices.example.com")
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("https://choices.example.com/")
    assert "X-Evil" not in answer.headers


def test_the_way_to_https_keeps_page_and_question(make_app: Shop) -> None:
    site = Browser(make_app(PUBLIC_URL="https://choices.example.com"))
    answer = site.get("/sign-in?next=preferences.page%23paper&x=%C3%BC", base_url="http://choices.example.com")
    assert answer.headers["Location"] == "https://choices.example.com/sign-in?next=preferences.page%23paper&x=%C3%BC"


@pytest.mark.parametrize("field", ["email", "next", "draft"])
@pytest.mark.parametrize("path", ["/stop", "/sign-in"])
def test_a_file_where_a_text_belongs_is_as_good_as_nothing(client: Browser, path: str, field: str) -> None:
    data = {"email": "ann@example.com", field: (io.BytesIO(b"ann@example.com"), "name.txt")}
    answer = client.post(path, data=data, headers=SAME_SITE)
    assert answer.status_code == 422 if field == "email" else answer.status_code < 400


def test_a_file_where_the_code_belongs_is_no_code(client: Browser) -> None:
    client.post("/sign-in", data={"email": "ann@example.com"}, headers=SAME_SITE)
    answer = client.post("/sign-in/code", data={"code": (io.BytesIO(b"1"), "name.txt")}, headers=SAME_SITE)
    assert answer.status_code == 422


@pytest.mark.parametrize("value", [5, None, ["ann@example.com"], [["ann@example.com"]], {"a": 1}])
@pytest.mark.parametrize("path", ["/stop", "/sign-in"])
def test_json_is_no_form(client: Browser, path: str, value: object) -> None:
    assert client.post(path, json={"email": value}, headers=SAME_SITE).status_code == 422
    assert client.post(path, json=value, headers=SAME_SITE).status_code == 422


@pytest.mark.parametrize("act", ["\x00", "a\x00b", "a" * 9_000, "%", "\N{PILE OF POO}", "0" * 32])
def test_an_act_that_is_none_is_no_act_of_hers(client: Browser, act: str) -> None:
    sign_in(client)
    answer = client.get("/preferences", query_string={"what": "saved", "act": act, "kept": act})
    assert answer.status_code == 200


@pytest.mark.parametrize("field", ["slug", "ticket", "shown", "topic", "pace", "pause"])
@pytest.mark.parametrize("path", ["/preferences", "/preferences/turn-on", "/preferences/undo"])
def test_a_field_of_her_page_that_holds_anything_is_refused(client: Browser, path: str, field: str) -> None:
    sign_in(client)
    assert client.page is not None
    token = next(one.get("value", "") for one in client.page.all("input") if one.get("name") == "csrf_token")
    for value in ("\x00", "a" * 9_000, "\N{PILE OF POO}"):
        answer = client.post(path, data={"csrf_token": token, field: value}, headers=SAME_SITE)
        assert 400 <= answer.status_code < 500, (value, answer.status_code)
