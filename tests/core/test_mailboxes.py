"""A mailbox counts as read for a day."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.mailboxes import note_reading, was_read_lately

pytestmark = pytest.mark.usefixtures("app_context")
STOPS = "stop@shop.example.com"


def test_a_mailbox_that_nobody_read_is_not_offered() -> None:
    note_reading(STOPS)
    assert was_read_lately("Stop@shop.example.com")
    assert not was_read_lately("other@shop.example.com")


def test_a_reading_counts_for_a_day_and_the_next_one_again() -> None:
    note_reading(STOPS)
    with clock.set_to(clock.now() + timedelta(hours=23, minutes=59)):
        assert was_read_lately(STOPS)
    with clock.set_to(clock.now() + timedelta(hours=24, minutes=1)):
        assert not was_read_lately(STOPS)
        note_reading(STOPS)
        assert was_read_lately(STOPS)
