"""What tests of reviews can ask for."""

import pytest
from flask import Flask

from app.staff import Role, SignedIn, begin_session
from app.staff.sessions import find_session
from tests.desk import MO, PIA, a_member
from tests.reviews.moderation import Moderator, at_desk


@pytest.fixture
def mo(app_context: None) -> SignedIn:
    """A moderator at the desk."""
    found = find_session(begin_session(a_member(MO), "127.0.0.0/24", "browser"))
    assert found is not None
    return found


@pytest.fixture
def desk(app: Flask, app_context: None) -> Moderator:
    """A moderator's browser, signed in."""
    return at_desk(app)


@pytest.fixture
def lee(app: Flask, app_context: None) -> Moderator:
    """Another moderator's browser."""
    return at_desk(app, member=a_member(PIA, Role.MODERATOR))
