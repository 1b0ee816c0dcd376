"""What tests of reviews can ask for."""

import pytest

from app.staff import SignedIn, begin_session
from app.staff.sessions import find_session
from tests.desk import MO, a_member


@pytest.fixture
def mo(app_context: None) -> SignedIn:
    """A moderator at the desk."""
    found = find_session(begin_session(a_member(MO), "127.0.0.0/24", "browser"))
    assert found is not None
    return found
