"""Asking for a copy and downloading it, in a browser without JavaScript."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import update

from app import links
from app.core import clock
from app.core.database import session
from app.core.messages import Letter
from app.dossier import building, copies
from app.dossier.jobs import build_copies
from app.dossier.mail import compose, token_for
from app.identity.models import ShopperSession
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.dossier.copying import a_copy, every_copy, rows, unpacked
from tests.sign_in import hand_over, sign_in

pytestmark = pytest.mark.usefixtures("app_context")
PAGE = "/profile/copy"


def the_mail(app: Flask) -> Letter:
    with app.test_request_context():
        letter = compose(str(every_copy()[0].id))
    assert letter is not None
    return letter


def downloaded(client: Browser) -> str:
    """The kind of file that came."""
    answer = client.press("Download my copy", follow=False)
    answer.close()
    return answer.mimetype


def test_she_asks_looks_again_and_downloads_what_is_hers(client: Browser) -> None:
    ann()
    sign_in(client, ANN)
    client.get(PAGE)
    assert "0 of" in _asked(client)
    build_copies()
    assert "Your copy is ready" in client.get(PAGE).text
    answer = client.press("Download my copy", follow=False)
    assert answer.headers["Cache-Control"] == "no-store"
    assert ".zip" in answer.headers["Content-Disposition"]
    _page, data = unpacked(answer.data)
    answer.close()
    assert rows(data, "destination")[0]["address"] == ANN
    assert "You downloaded a copy" in client.get(PAGE).text


def _asked(client: Browser) -> str:
    return client.press("Make my copy").text


def test_the_page_says_how_far_it_is(client: Browser) -> None:
    person = ann()
    sign_in(client, ANN)
    copies.ask(person.id, person.destinations[0].id)
    held = building.claim_next()
    assert held is not None
    building.note_progress(held, 6)
    session().commit()
    text = client.get(PAGE).text
    assert f"6 of {every_copy()[0].total} parts are written." in text
    assert client.page is not None
    assert client.page.all("progress")[0].get("value") == "6"


def test_the_mails_link_shows_one_button_and_a_press_gives_the_file(client: Browser, app: Flask) -> None:
    made = a_copy(ann())
    sign_in(client, ANN)
    letter = the_mail(app)
    assert letter.to == ANN
    client.get(urlsplit(letter.context["link"]).path)
    assert downloaded(client) == "application/zip"
    assert client.get(f"{PAGE}/{token_for(made)}").status_code == 410


def test_a_stranger_with_the_link_is_asked_to_sign_in_and_gets_nothing(client: Browser) -> None:
    made = a_copy(ann())
    path = f"{PAGE}/{token_for(made)}"
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=dossier.page")
    assert client.post(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
    session().refresh(made)
    assert made.taken_at is None


def test_somebody_else_who_is_signed_in_gets_nothing_and_she_still_does(client: Browser, app: Flask) -> None:
    made = a_copy(ann())
    bea()
    sign_in(client, BEA)
    path = f"{PAGE}/{token_for(made)}"
    assert client.get(path).status_code == 410
    client.get(PAGE)
    assert client.page is not None
    token = next(field.get("value") for field in client.page.all("input") if field.get("name") == "csrf_token")
    assert client.post(path, data={"csrf_token": token}).status_code == 410
    hers = Browser(app)
    sign_in(hers, ANN)
    hers.get(path)
    assert downloaded(hers) == "application/zip"


def test_an_old_proof_does_not_open_the_page(client: Browser) -> None:
    ann()
    sign_in(client, ANN)
    assert client.get(PAGE).status_code == 200
    session().execute(update(ShopperSession).values(began_at=clock.now() - links.FRESH))
    answer = client.get(PAGE)
    assert (answer.status_code, urlsplit(answer.headers["Location"]).path) == (303, "/sign-in/again")


def test_the_fourth_of_a_day_is_refused_with_the_time(client: Browser) -> None:
    person = ann()
    sign_in(client, ANN)
    for _time in range(copies.A_DAY):
        client.get(PAGE)
        client.press("Make my copy")
        build_copies()
        copies.take(every_copy()[-1].id, person.id).close()
    client.get(PAGE)
    answer = client.press("Make my copy")
    assert answer.status_code == 429
    assert "You asked for 3 copies today." in answer.text


def test_a_link_that_ran_out_or_was_never_ours_says_where_a_new_one_is(client: Browser) -> None:
    made = a_copy(ann())
    sign_in(client, ANN)
    assert "Make a new copy" in client.get(f"{PAGE}/garbage").text
    assert client.get(f"{PAGE}/{token_for(made)}").status_code == 200
    made.ends_at = clock.now()
    assert client.get(f"{PAGE}/{token_for(made)}").status_code == 410


def test_a_sign_in_leads_back_to_the_copy(client: Browser) -> None:
    ann()
    client.get(PAGE, follow_redirects=True)
    client.press("Email me a link and a code", email=ANN)
    from_mail = sign_in_code(client)
    client.press("Open my choices", code=from_mail)
    assert client.page is not None
    assert client.page.url == PAGE


def sign_in_code(client: Browser) -> str:
    return str(hand_over(client).context["code_spaced"])
