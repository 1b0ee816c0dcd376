"""A clerk's browser, with Ann and Bea in the shop."""

import pytest

from tests.browser import Browser
from tests.cast import ann, bea
from tests.desk import SUE, a_member, sit_down


@pytest.fixture
def desk(client: Browser) -> Browser:
    """Sue's browser. Needs an application context."""
    sit_down(client, a_member(SUE))
    ann(), bea()
    return client
