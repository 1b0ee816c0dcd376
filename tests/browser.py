"""The test client that checks EVERY page it gets, the way a careful person would, and presses buttons on it."""

import contextvars
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError
from werkzeug.test import TestResponse

from app.core.database import db
from app.core.web import POLICY
from app.staff import desk_cookie

TYPED = {"text", "email", "tel", "search", "url", "number", "date", "password", "checkbox", "radio"}
LOADS = {"src", "srcset", "poster", "data"}


class BadPage(AssertionError):
    """A page that no browser should be given."""


class Page:
    """A parsed HTML page."""

    def __init__(self, html: str, url: str) -> None:
        self.html = html
        self.url = url
        try:
            self.root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        except ParseError as error:
            raise BadPage(f"{url}: not valid HTML: {error}") from None

    def all(self, name: str) -> list[Element]:
        """Every element of that name, in the order of the page."""
        return [element for element in self.root.iter() if element.tag == name]

    @property
    def title(self) -> str:
        return "".join(words(element) for element in self.all("title")[:1])

    @property
    def text(self) -> str:
        """What a person reads, in one line."""
        return words(self.all("main")[0] if self.all("main") else self.root)

    def form(self, button: str) -> tuple[Element, Element]:
        """The form that holds the button with these words, and the button."""
        found = [(form, each) for form in self.all("form") for each in self.buttons(form) if words(each) == button]
        if len(found) != 1:
            seen = [words(each) for form in self.all("form") for each in self.buttons(form)]
            raise BadPage(f"{self.url}: {len(found)} buttons say {button!r}; the page has {seen}")
        return found[0]

    def buttons(self, form: Element) -> list[Element]:
        """The buttons that send a form: those inside, and those elsewhere that name it."""
        outside = [each for each in self.all("button") if form.get("id") and each.get("form") == form.get("id")]
        return [each for each in [*form.iter("button"), *outside] if each.get("type", "submit") == "submit"]


def words(element: Element) -> str:
    """The text of an element with its white space folded."""
    return " ".join("".join(text for text in element.itertext()).split())


def filled_in(form: Element) -> dict[str, list[str]]:
    """The values a browser would send if nobody touched the form."""
    values: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or field.tag not in ("input", "select", "textarea"):
            continue
        if field.tag == "select":
            chosen = [o.get("value", words(o)) for o in field.iter("option") if o.get("selected") is not None]
            values.setdefault(name, []).extend(chosen or [o.get("value", words(o)) for o in field.iter("option")][:1])
        elif field.tag == "textarea":
            values.setdefault(name, []).append("".join(field.itertext()))
        elif field.get("type") not in ("checkbox", "radio") or field.get("checked") is not None:
            values.setdefault(name, []).append(field.get("value", "on" if field.get("type") == "checkbox" else ""))
    return values


class Browser(FlaskClient):
    """Opens pages and presses buttons. Each request is seen from outside: a context of the test does not leak in."""

    def __init__(self, app: Flask, **kwargs: Any) -> None:
        super().__init__(app, **kwargs)
        self.page: Page | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request; check what comes back."""
        # A test that called services has acted like an entry point, so what it did is committed as one would.
        if has_app_context():
            db.session.commit()
        had_cookie = bool(self._cookies)
        response = contextvars.Context().run(self._open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        if not response.history:  # else each step of the way came through here
            self._look(response, had_cookie)
        return response

    def _look(self, response: TestResponse, had_cookie: bool) -> None:
        if response.request.method in ("GET", "HEAD") and not had_cookie and "Set-Cookie" in response.headers:
            raise BadPage(f"{response.request.path}: a page sets a cookie for somebody who only looks")
        if response.mimetype == "text/html" and response.get_data() and not 300 <= response.status_code < 400:
            self.page = Page(response.get_data(as_text=True), response.request.path)
            desk = response.request.path.startswith("/staff")
            check(self.page, response, signed_in=self.is_at_desk if desk else self.is_signed_in)

    def _open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **kwargs)

    @property
    def is_signed_in(self) -> bool:
        """Whether the shoppers' cookie is somebody's session."""
        return "_user_id" in self._session(self.application.config["SESSION_COOKIE_NAME"], desk=False)

    @property
    def is_at_desk(self) -> bool:
        """Whether the desk's cookie is somebody's session."""
        return "_staff_id" in self._session(desk_cookie(self.application.config["SESSION_COOKIE_NAME"]), desk=True)

    def _session(self, name: str, *, desk: bool) -> dict[str, Any]:
        cookie = next((cookie for cookie in (self._cookies or {}).values() if cookie.key == name), None)
        if cookie is None:
            return {}
        serializer = self.application.session_interface.serializer_of(self.application, desk=desk)  # type: ignore[attr-defined]
        return dict(serializer.loads(cookie.decoded_value))

    def press(self, button: str, follow: bool = True, **fields: Any) -> TestResponse:
        """Press the button with these words on the page last opened. `fields` are what a person fills in."""
        assert self.page, "open a page first"
        form, pressed = self.page.form(button)
        values: dict[str, Any] = dict(filled_in(form))
        if pressed.get("name"):
            values[str(pressed.get("name"))] = pressed.get("value", "")
        values.update(fields)
        sent = {name: value for name, value in values.items() if value is not None}
        method = (pressed.get("formmethod") or form.get("method") or "get").upper()
        target = urljoin(self.page.url, pressed.get("formaction") or form.get("action") or self.page.url)
        named = {"query_string": sent} if method == "GET" else {"data": sent}
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.open(target, method=method, headers=headers, follow_redirects=follow, **named)


def check(page: Page, response: TestResponse, signed_in: bool) -> None:
    """Refuse a page that is not what every page of ours is."""
    faults = content_policy(page, response)
    if "sandbox" not in response.headers.get("Content-Security-Policy", ""):  # else it is a mail in its frame
        faults += [*head(page), *names(page), *forms(page, signed_in)]
    if faults:
        raise BadPage(f"{page.url}: " + "; ".join(faults))


def head(page: Page) -> list[str]:
    """A language, a title, one heading that says what the page is."""
    faults = []
    if not page.root.get("lang"):
        faults.append("no language")
    if not page.title:
        faults.append("no title")
    if len(page.all("h1")) != 1:
        faults.append(f"{len(page.all('h1'))} h1")
    if len(page.all("main")) != 1:
        faults.append(f"{len(page.all('main'))} main")
    return faults


def names(page: Page) -> list[str]:
    """Ids stand once and what refers to one finds it; fields, buttons, links and pictures have names."""
    ids = [str(element.get("id")) for element in page.root.iter() if element.get("id") is not None]
    faults = [f"id {each} stands {ids.count(each)} times" for each in sorted(set(ids)) if ids.count(each) > 1]
    labelled = {label.get("for") for label in page.all("label")}
    labelled |= {id(field) for label in page.all("label") for field in label.iter()}
    for element in page.root.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            faults += [
                f"{attribute}={one}: no such id" for one in str(element.get(attribute, "")).split() if one not in ids
            ]
        if not has_name(element, labelled):
            faults.append(f"<{element.tag} {dict(element.attrib)}> has no name")
    return faults


def has_name(element: Element, labelled: set[Any]) -> bool:
    """Whether someone who does not see the page can tell what this is."""
    if element.tag == "img":
        return element.get("alt") is not None
    if element.tag == "iframe":
        return bool(element.get("title"))
    said = element.get("aria-label") or element.get("aria-labelledby")
    if element.tag in ("button", "legend", "label", "h1", "h2", "h3") or (element.tag == "a" and element.get("href")):
        return bool(said or words(element))
    typed = element.tag in ("select", "textarea") or (element.tag == "input" and element.get("type", "text") in TYPED)
    return not typed or bool(said) or element.get("id") in labelled or id(element) in labelled


def forms(page: Page, signed_in: bool) -> list[str]:
    """Who is signed in sends a token with each form. Stop links need none: the address itself is the right to act."""
    faults = []
    for form in page.all("form"):
        target = urlsplit(urljoin(page.url, form.get("action") or "")).path
        if form.get("method", "get").lower() == "post" and signed_in and not target.startswith("/u/"):
            tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token" and field.get("value")]
            if len(tokens) != 1:
                faults.append(f"the form to {target} has {len(tokens)} csrf_token")
    return faults


def content_policy(page: Page, response: TestResponse) -> list[str]:
    """The strict policy is there, and nothing on the page goes against it."""
    policy = response.headers.get("Content-Security-Policy", "")
    if policy != POLICY and not (page.url.startswith("/dev/inbox") and shows_foreign_mail(policy)):
        return [f"content policy is {policy!r}"]
    if "sandbox" in policy:
        return []
    faults = [
        f"{name} is {response.headers.get(name)}"
        for name, value in ALWAYS.items()
        if response.headers.get(name) != value
    ]
    for element in page.root.iter():
        is_data = element.get("type") == "application/ld+json"  # no browser runs it
        if element.tag == "style" or (element.tag == "script" and not element.get("src") and not is_data):
            faults.append(f"inline <{element.tag}>")
        faults += [f"inline {name}" for name in element.attrib if name == "style" or str(name).startswith("on")]
        faults += [f"{value} is off our origin" for value in loaded(element) if urlsplit(value).netloc]
        if str(element.get("href", "")).strip().lower().startswith("javascript:"):
            faults.append("a javascript: address")
    return faults


def shows_foreign_mail(policy: str) -> bool:
    """The development inbox may hold a frame, and the mail inside it may do nothing at all."""
    return policy == POLICY + "; frame-src 'self'" or ("sandbox" in policy and "default-src 'none'" in policy)


ALWAYS = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


def loaded(element: Element) -> list[str]:
    """The addresses a browser fetches because of this element."""
    found = [str(element.get(name)) for name in LOADS if element.get(name)]
    if element.tag == "link" and element.get("rel") != "canonical":
        found.append(str(element.get("href", "")))
    return found
