"""What the tests of the profile share."""

import pytest

from tests.browser import Browser
from tests.cast import ANN, ann, bea
from tests.sign_in import sign_in


@pytest.fixture
def page(app_context: None, client: Browser) -> Browser:
    """Ann's profile, freshly opened; Bea is another customer."""
    ann(), bea()
    sign_in(client, ANN)
    client.get("/profile")
    return client
