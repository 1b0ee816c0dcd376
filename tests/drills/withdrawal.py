"""Somebody takes her review off the page while the processes that should do it are killed."""

import html
import http.client
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from flask import Flask

from app.core import clock
from app.core.database import db, session
from app.core.settings import Settings
from app.factory import create_app
from app.identity.sessions import begin_session
from app.staff import begin_session as sit
from app.staff.sessions import find_session
from tests.cast import ANN, ann, bea
from tests.desk import a_member
from tests.drills.site import HOST, Site
from tests.reviews.writing import a_product, published

HERS, ANOTHERS = "It cracked on the first frost.", "Mine has seen six winters."
PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


@dataclass(frozen=True)
class Seen:
    """What one look at the product page told, from its three places."""

    texts: frozenset[str]
    average: str
    in_json: tuple[int, float] | None  # how many, mean


class Author:
    """Ann at her browser, and anybody at theirs. Bea's review stays."""

    def __init__(self, site: Site) -> None:
        self.site = site
        app = create_app(Settings.from_environ(site.environ))
        with app.app_context():
            self.path, self.review_id, value = _opened(app)
            db.session.remove()
            db.engine.dispose()
        self.cookie = f"__Host-session={value}"

    def withdraw(self) -> int:
        """Press *Take it off the page*; the status of the answer, 0 where none came."""
        try:
            status, page, cookie = self._ask("GET", "/reviews", cookie=self.cookie)
            assert status == 200
            token = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert token is not None
            body = f"csrf_token={token.group(1)}"
            return self._ask("POST", f"/reviews/{self.review_id}/withdraw", body, cookie or self.cookie)[0]
        except (OSError, http.client.HTTPException):
            return 0

    def look(self) -> Seen:
        """Open the product page as a stranger, over a connection of its own."""
        status, page, _cookie = self._ask("GET", self.path)
        assert status == 200
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        told = json.loads(data.group(1)).get("aggregateRating") if data else None
        average = re.search(r"(\d\.\d) out of 5", page)
        texts = frozenset(text for text in (HERS, ANOTHERS) if text in html.unescape(page))
        numbers = (int(told["reviewCount"]), float(told["ratingValue"])) if told else None
        return Seen(texts, average.group(1) if average else "", numbers)

    def _ask(self, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request(method, path, body, PROXY | form | ({"Cookie": cookie} if cookie else {}))
        answer = connection.getresponse()
        page = answer.read().decode()
        given = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        connection.close()
        return answer.status, page, given


def _opened(app: Flask) -> tuple[str, int, str]:
    """The product page's path, Ann's review on it, and the cookie of her session."""
    mo = find_session(sit(a_member(), "127.0.0.0/24", "browser"))
    assert mo is not None
    bucket = a_product()
    review = published(ann(), bucket, mo, stars=1, body=HERS)
    published(bea(), bucket, mo, stars=5, body=ANOTHERS)
    shopper = begin_session(ANN)
    session().commit()
    signed_in = {"_user_id": shopper.session_id, "seen": int(clock.now().timestamp())}
    value = app.session_interface.serializer_of(app, desk=False).dumps(signed_in)  # type: ignore[attr-defined]
    return f"/products/{bucket.slug}", review.id, value


@contextmanager
def held(database: str, review_id: int) -> Iterator[None]:
    """Nobody else can write to that review while this lasts: whoever tries, waits."""
    if database.startswith("sqlite"):
        connection = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
    else:
        connection = psycopg.connect(database)
        connection.execute("SELECT id FROM review WHERE id = %s FOR UPDATE", (review_id,))
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


def killed_while_waiting(site: Site, author: Author) -> bool:
    """Press, and kill every process while the press waits for the database. True when no answer had come."""
    answers: list[int] = []
    with held(site.database, author.review_id):
        press = threading.Thread(target=lambda: answers.append(author.withdraw()))
        press.start()
        press.join(2)
        waited = press.is_alive()
        site.strike()
        press.join(30)
    site.start()
    return waited and answers == [0]
