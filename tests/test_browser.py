"""The checking browser refuses what it should, and presses what a person would."""

from collections.abc import Callable

import pytest
from flask import Flask, redirect, request, session

from app.core.web import POLICY
from app.staff import TwoCookies
from tests.browser import BadPage, Browser

GOOD = '<!doctype html><html lang="en"><head><title>t</title></head><body><main><h1>h</h1>{}</main></body></html>'
FORM = """<form method="post" action="/echo"><input type="hidden" name="signed" value="x"><label for="a">A</label>
<input id="a" name="address" type="email"><input type="checkbox" name="topic" value="deals" checked aria-label="Deals">
<button name="what" value="stop">Stop emails</button></form>"""
FAULTS = {
    "not valid HTML": "<p></b>",
    "has no name": '<input type="text" name="q">',
    "stands 2 times": '<p id="a"></p><p id="a"></p>',
    "no such id": '<label for="gone">Gone</label>',
    "inline style": '<p style="color:red">x</p>',
    "inline <script>": "<script>1</script>",
    "inline onclick": '<button type="button" onclick="x()">b</button>',
    "off our origin": '<img alt="" src="https://tracker.example/pixel">',
    "2 h1": "<h1>again</h1>",
}


@pytest.fixture
def serve() -> Callable[[str], Browser]:
    """A browser for a site that shows one body."""

    def make(body: str) -> Browser:
        app = Flask("planted")
        app.config["SECRET_KEY"] = "planted"
        app.session_interface = TwoCookies()
        headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
        app.after_request(lambda answer: answer.headers.extend(headers) or answer)
        app.after_request(lambda answer: answer.headers.set("X-Content-Type-Options", "nosniff") or answer)
        app.add_url_rule("/", "home", lambda: GOOD.format(body))
        app.add_url_rule("/echo", "echo", lambda: dict(request.form), methods=["POST"])
        app.add_url_rule("/come-in", "come_in", lambda: session.update(_user_id="1") or redirect("/"), methods=["POST"])
        app.add_url_rule("/peek", "peek", lambda: session.update(seen=1) or "cookie")
        return Browser(app)

    return make


@pytest.mark.parametrize(("fault", "body"), FAULTS.items())
def test_a_bad_page_is_refused(fault: str, body: str, serve: Callable[[str], Browser]) -> None:
    with pytest.raises(BadPage, match=fault):
        serve(body).get("/")


def test_a_good_page_is_shown(serve: Callable[[str], Browser]) -> None:
    browser = serve(FORM)
    browser.get("/")
    assert browser.page
    assert browser.page.title == "t"


def test_a_pressed_button_sends_what_stands_in_its_form(serve: Callable[[str], Browser]) -> None:
    browser = serve(FORM)
    browser.get("/")
    sent = browser.press("Stop emails", address="ann@example.com").get_json()
    assert sent == {"signed": "x", "address": "ann@example.com", "topic": "deals", "what": "stop"}


def test_a_form_without_a_token_is_refused_to_somebody_signed_in(serve: Callable[[str], Browser]) -> None:
    with pytest.raises(BadPage, match="csrf_token"):
        serve(FORM).post("/come-in", follow_redirects=True)


def test_a_cookie_for_somebody_who_only_looks_is_refused(serve: Callable[[str], Browser]) -> None:
    with pytest.raises(BadPage, match="sets a cookie"):
        serve("").get("/peek")
