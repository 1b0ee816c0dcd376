"""A moderator at the desk, for tests: her browser, the page of a case, and what stands in the trail."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.outbox import Message
from app.reviews import Review
from app.reviews.models import ReviewReport
from app.reviews.standing import versions_of
from app.staff import SignedIn, StaffMember
from tests.browser import Browser
from tests.desk import MO, a_member, sit_down

QUEUE = "/staff/reviews"
PHONE = "Tore on day two. Called 334-555-0173 and nobody picked up."
RUDE = "What a piece of shit, it broke on day two."


class Moderator(Browser):
    """Somebody at the desk. `me` is who."""

    me: SignedIn

    def read(self, review: Review, **query: Any) -> TestResponse:
        """Open the page of the newest words of a review."""
        return self.get(f"{QUEUE}/{newest(review)}", query_string=query)

    def take(self, review: Review, **query: Any) -> TestResponse:
        """Read it and take it to the desk."""
        self.read(review, **query)
        return self.press("Read this one")

    def says(self, *texts: str) -> None:
        """The page says these words."""
        assert self.page
        for text in texts:
            assert text in self.page.text, f"{text!r} is not in {self.page.text!r}"


def at_desk(app: Flask, email: str = MO, member: StaffMember | None = None) -> Moderator:
    """A browser of that member, signed in."""
    browser = Moderator(app)
    browser.me = sit_down(browser, member or a_member(email))
    return browser


def newest(review: Review) -> int:
    """The newest version of a review."""
    return versions_of(review)[-1].id


def trail(about: Review | None = None) -> list[str]:
    """What was noted, in its order."""
    notes = select(AuditNote).order_by(AuditNote.id)
    if about is not None:
        notes = notes.where(AuditNote.about == f"review:{about.id}")
    return [note.act for note in session().scalars(notes)]


def posted() -> list[str]:
    """The references of the mails to authors, in their order."""
    kind = select(Message.reference).where(Message.kind == "review_decided").order_by(Message.id)
    return list(session().scalars(kind))


def reported(review: Review, *reasons: str) -> Review:
    """Readers find a public review wrong."""
    for number, reason in enumerate(reasons):
        mark = f"{number:016}".encode()
        session().add(ReviewReport(review_id=review.id, mark=mark, reason=reason, at=clock.now()))
    session().commit()
    return review
