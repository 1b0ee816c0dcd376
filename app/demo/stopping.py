"""What the desk of the demo shop sees of stops: a mail platform that takes them in batches, and one night of a mail scanner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import partial

from app import consent, stops, suppression
from app.consent import OFF, Act, Change, topic_purpose
from app.core import clock
from app.demo.calendar import Calendar
from app.demo.history import History, Moment
from app.suppression import SuppressionBatch, marks_of_address

PLATFORM = "mailtool"
SLUG = "weekly-deals"
_TAKEN_AGO = (56, 49, 42, 35, 28, 21, 14, 7)  # days; what came after the last one waits, and the desk says so
_NOT_DONE_YET = 14
_PRESSES = 12
_NETWORK = "198.51.100.0/24"  # for documentation (RFC 5737)
WORDS = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


def batches(days: Calendar) -> list[Moment]:
    """The platform takes what is new once a week; the two newest batches are not done yet."""
    return [Moment(days.at(ago, 6), partial(_take, is_done=ago > _NOT_DONE_YET)) for ago in _TAKEN_AGO]


def _take(*, is_done: bool) -> None:
    start, until = suppression.taken(PLATFORM), clock.now()
    rows = sum(1 for _row in suppression.export_rows("plain", start, until))
    batch = SuppressionBatch(sender=PLATFORM, form="plain", since=start, until=until, rows=rows, taken_at=until)
    suppression.hand_over(batch, suppression.stops_in_overlap(until))
    if is_done:
        suppression.set_all_done(PLATFORM)


def scanner(history: History, days: Calendar, spared: Collection[str]) -> list[Moment]:
    """The newest weekly deals are pressed a moment after they left, one mailbox after the other. `spared`: not by these."""
    left = days.at(3, 11)
    return [
        Moment(left + timedelta(seconds=15), partial(_press_all, history, spared)),
        Moment(left + timedelta(minutes=12), _look),
    ]


def _press_all(history: History, spared: Collection[str]) -> None:
    got = [one for one in history.who_got(SLUG) if one[0] not in spared]
    began = clock.now()
    for number, (address, subject_id, campaign_id) in enumerate(got[:_PRESSES]):
        seen = {"network": _NETWORK, "program": "mail provider", "page": "unsubscribe.one_click"}
        act = Act("one_click", "stop link", wording=WORDS, campaign_id=campaign_id, evidence=dict(seen))
        with clock.set_to(began + timedelta(seconds=2 * number)):
            change = Change(topic_purpose(SLUG), "email", OFF)
            consent.choose(subject_id, [change], act, marks_of_address(address), address)


def _look() -> None:
    stops.find_bursts()
