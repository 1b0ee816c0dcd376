"""When and how a wish reached us: none in the future, past 30 days with a reason, and the ledger keeps the day."""

from datetime import date, timedelta

import pytest

from app.consent.models import ConsentEntry
from app.core import settings
from app.core.database import session
from app.phone_desk.forms import today
from app.phone_desk.models import RecordedStop
from tests.browser import Browser
from tests.cast import ANN
from tests.phone_desk.calls import searched, the_stop

pytestmark = pytest.mark.usefixtures("app_context")


def ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


@pytest.mark.parametrize("days", [0, 6, 30])
def test_up_to_thirty_days_need_no_reason_and_the_clock_counts_from_the_day(days: int, desk: Browser) -> None:
    searched(desk, ANN)
    desk.press("Stop all", received=ago(days), way="letter")
    entry = session().query(ConsentEntry).filter_by(channel="email").one()
    said_on = entry.claimed_at.astimezone(settings.current().brand.zone).date()
    assert (entry.method, said_on.isoformat(), the_stop().late_reason) == ("letter", ago(days), "")


def test_past_thirty_days_asks_why_beside_the_field_and_loses_nothing(desk: Browser) -> None:
    searched(desk, ANN)
    answer = desk.press("Stop paper", received=ago(31), way="fax")
    assert answer.status_code == 422 and "It came more than 30 days ago" in desk.page.text
    assert "What should stop for A•• A•••••" in desk.page.text and f'value="{ago(31)}"' in desk.page.html
    assert session().query(RecordedStop).count() == 0
    desk.press("Stop paper", late_reason="Lay in the wrong tray")
    assert (the_stop().late_reason, the_stop().received_on.isoformat()) == ("Lay in the wrong tray", ago(31))


@pytest.mark.parametrize("day", ["", "soon", "0001-01-01", "2026-02-30", "9999-12-31", "\0", "9" * 900])
def test_a_day_that_is_none_of_ours_is_refused_beside_the_field(day: str, desk: Browser) -> None:
    searched(desk, ANN)
    answer = desk.press("Stop all", received=day)
    assert answer.status_code == 422 and "There is a problem" in desk.page.text
    assert session().query(ConsentEntry).count() == 0


def test_tomorrow_is_refused_and_today_is_not(desk: Browser) -> None:
    searched(desk, ANN)
    desk.press("Stop all", received=ago(-1))
    assert "That day is still to come" in desk.page.text
    assert desk.press("Stop all", received=ago(0)).status_code == 200


def test_a_day_as_americans_write_it_is_read(desk: Browser) -> None:
    day = today() - timedelta(days=3)
    searched(desk, ANN)
    desk.press("Stop all", received=day.strftime("%m/%d/%Y"))
    assert the_stop().received_on == day


def test_a_way_that_is_none_is_refused(desk: Browser) -> None:
    searched(desk, ANN)
    assert desk.press("Stop all", way="dream").status_code == 422
    assert "Choose how it came" in desk.page.text


def test_a_reason_nobody_asked_for_is_not_kept(desk: Browser) -> None:
    searched(desk, ANN)
    desk.press("Stop all", late_reason="chatter", received=date.isoformat(today()))
    assert the_stop().late_reason == ""
