"""A form whose session had ended is kept, signed, and applied after code or link."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app import links
from app.core import clock
from app.core.database import session
from app.core.feature import Declarations, Draft, Feature
from app.core.refusals import BadSetting, Refusal
from app.identity.models import SignInRequest
from app.people import person_by_address
from app.topics import Topic
from tests.browser import Browser
from tests.sign_in import ANN, hand_over, link_path

Apply = Callable[[str, str], str]


def declare(app: Flask, apply: Apply) -> None:
    """One more feature with a draft."""
    drawer = Feature("drawer", drafts=(Draft("drawer", apply),))
    app.extensions["declarations"] = Declarations((*app.extensions["declarations"].features, drawer))


def retitle(_subject: str, _draft: str) -> str:
    session().scalars(select(Topic).order_by(Topic.id)).first().title = "Changed by a draft"
    session().flush()
    return "/privacy"


def refuse(subject: str, draft: str) -> str:
    retitle(subject, draft)
    raise Refusal("not hers")


def title(app: Flask) -> str:
    with app.app_context():
        return session().scalars(select(Topic).order_by(Topic.id)).first().title


def with_draft(app: Flask, browser: Browser, form: str = "drawer") -> str:
    """Ask with a draft. Returns the path of the link."""
    with app.app_context():
        draft = links.prove("draft", {"form": form})
    browser.post("/sign-in", data={"email": ANN, "draft": draft})
    return link_path(hand_over(browser))


def test_a_draft_is_applied_after_the_link_for_whoever_signed_in(app: Flask, client: Browser) -> None:
    seen: list[str] = []
    declare(app, lambda subject, _draft: (seen.append(subject), "/privacy")[1])
    answer = client.post(with_draft(app, client))
    assert answer.location == "/privacy"
    with app.app_context():
        assert seen == [person_by_address(ANN).subject_id]


def test_a_draft_is_applied_after_the_code_in_the_same_transaction(app: Flask, client: Browser) -> None:
    declare(app, retitle)
    with_draft(app, client)
    client.get("/sign-in/code")
    client.press("Open my choices", code=hand_over(client).context["code_spaced"])
    assert title(app) == "Changed by a draft"


def test_a_draft_outlives_asking_again(app: Flask, client: Browser) -> None:
    declare(app, retitle)
    with_draft(app, client)
    client.get("/sign-in/code")
    client.press("Send a new link and code")
    client.post(link_path(hand_over(client)))
    assert title(app) == "Changed by a draft"


def test_a_refused_draft_changes_nothing_and_signing_in_goes_on(app: Flask, client: Browser) -> None:
    declare(app, refuse)
    before = title(app)
    assert client.post(with_draft(app, client)).location == "/preferences"
    assert client.is_signed_in
    assert title(app) == before


def test_a_draft_too_old_is_not_applied(app: Flask, client: Browser) -> None:
    declare(app, retitle)
    with time_machine.travel(clock.now(), tick=False) as travel:
        with_draft(app, client)
        travel.shift(links.DRAFT + timedelta(seconds=2))
        client.post(link_path(hand_over(client)))
    assert client.is_signed_in
    assert title(app) != "Changed by a draft"


def test_a_draft_of_no_form_is_no_obstacle(app: Flask, client: Browser) -> None:
    assert client.post(with_draft(app, client, form="gone")).location == "/preferences"


@pytest.mark.parametrize("text", ["garbage", "x" * 20_000, ""])
def test_only_what_this_site_signed_is_kept(app: Flask, client: Browser, text: str) -> None:
    client.post("/sign-in", data={"email": ANN, "draft": text})
    with app.app_context():
        assert session().scalars(select(SignInRequest)).one().draft is None


def test_a_draft_declared_twice_stops_the_start(app: Flask) -> None:
    declare(app, retitle)
    with pytest.raises(BadSetting):
        Declarations((Feature("again", drafts=(Draft("drawer", retitle),)), *app.extensions["declarations"].features))


def test_a_form_that_adds_up_goes_along_with_the_next_and_another_does_not(app: Flask, client: Browser) -> None:
    seen: list[str] = []
    apply = lambda _subject, text: (seen.append(links.read_proof("draft", text).payload["form"]), "/privacy")[1]  # noqa: E731
    more = Feature("more", drafts=(Draft("adds", apply, adds_up=True), Draft("alone", apply)))
    app.extensions["declarations"] = Declarations((*app.extensions["declarations"].features, more))
    for form in ("alone", "adds", "alone"):
        path = with_draft(app, client, form)
    client.post(path)
    assert seen == ["adds", "alone"]
