"""The caps on notes, each an atomic claim in the transaction that posts the mail, under every fingerprint key we hold.

So two processes that share one key collide on its row even while a key is being exchanged, and a friend who was written to
under an older key is found. A claim is used up by everything that follows it: handed over, unknown, refused by the mail
server, turned away by the gate at hand-over, expired. Only a transaction that never commits leaves it unused.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.core import clock, settings
from app.core.database import insert, session, table
from app.core.fingerprints import EMAIL_NORMALISER, Fingerprint, all_fingerprints, mailbox_key
from app.core.limits import take_in
from app.tell_a_friend.figures import A_DAY, A_HOUR_ON_THE_SITE, MONTHS_BETWEEN
from app.tell_a_friend.models import RecommendationFriend, RecommendationOnce

MARK = "friend"  # in place of a channel: these marks equal no mark of suppression


class _UsedUp(Exception):
    """Takes back the half of a claim that went through."""


def marks_of(address: str) -> list[Fingerprint]:
    """The marks of a friend (canonical address), newest key first; aliases of a mailbox are one friend."""
    ring = settings.current().fingerprint_keys
    return all_fingerprints(ring, MARK, mailbox_key(address), version=EMAIL_NORMALISER)


def claim_friend(address: str, product_id: int) -> bool:
    """Use up this friend and product, for ever, and this friend, for twelve months. False: one of them is used up already,
    and then nothing was claimed. Flushes."""
    today = clock.today(settings.current().brand.zone)
    marks = sorted(
        marks_of(address), key=lambda mark: mark.key_id
    )  # one order for everyone: no two wait for each other
    try:
        with session().begin_nested():
            _claim_months(marks, today)
            _claim_once(marks, product_id, today)
    except _UsedUp:
        return False
    return True


def take_day(sender_address: str) -> bool:
    """Count one note of this sender in the shop's day. False: she sent her five. Flushes, and holds her count locked."""
    return take_in("recommendation-sender", mailbox_key(sender_address), A_DAY, _day())


def next_day() -> datetime:
    """When the next day of the shop begins (UTC)."""
    return _day()[1]


def take_site() -> bool:
    """Count one confirmed note on the whole site in this hour. False: that was one too many. Flushes."""
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    return take_in("recommendation-site-hour", "", A_HOUR_ON_THE_SITE, (start, start + timedelta(hours=1)))


def _claim_months(marks: list[Fingerprint], today: date) -> None:
    friends = table(RecommendationFriend)
    rows = [{"value": mark.value, "key_id": mark.key_id, "last_on": today} for mark in marks]
    statement = (
        insert(friends)
        .values(rows)
        .on_conflict_do_update(
            index_elements=["value", "key_id"],
            set_={"last_on": today},
            where=friends.c.last_on <= months_before(today, MONTHS_BETWEEN),
        )
        .returning(friends.c.key_id)
    )
    if len(session().execute(statement).all()) < len(rows):
        raise _UsedUp


def _claim_once(marks: list[Fingerprint], product_id: int, today: date) -> None:
    once = table(RecommendationOnce)
    rows = [{"value": mark.value, "key_id": mark.key_id, "product_id": product_id, "on_date": today} for mark in marks]
    statement = insert(once).values(rows).on_conflict_do_nothing().returning(once.c.key_id)
    if len(session().execute(statement).all()) < len(rows):
        raise _UsedUp


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last of that month: February 29 → February 28."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _day() -> tuple[datetime, datetime]:
    zone = settings.current().brand.zone
    today = clock.today(zone)
    return (
        datetime.combine(today, time(), tzinfo=zone),
        datetime.combine(today + timedelta(days=1), time(), tzinfo=zone),
    )
