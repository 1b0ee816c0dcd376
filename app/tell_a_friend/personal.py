"""What notes to friends keep about their senders, and the marks they keep of friends.

A sender reads what she did, and never what became of it: that would tell her about her friend.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock, settings
from app.core.database import rows_touched, session
from app.core.fingerprints import Fingerprint, all_fingerprints, match_key
from app.core.personal_data import Holder, Rows
from app.people import Destination
from app.products import Product
from app.tell_a_friend.caps import marks_of
from app.tell_a_friend.models import Recommendation, RecommendationFriend, RecommendationOnce
from app.tell_a_friend.sending import VANISHED


def export_sent(holder: Holder) -> Rows:
    """Notes you sent to friends."""
    mine = select(Recommendation, Product.title).join(Product, Product.id == Recommendation.product_id)
    for row, title in session().execute(mine.where(_sent_or_waiting(holder)).order_by(Recommendation.id)):
        yield {
            "about": title,
            "sent in the name of": row.sender_name,
            "written": row.asked_at,
            "where it stands": "confirmed by you" if row.proven_at else "waits for you to confirm it",
        }


def erase_sent(holder: Holder) -> int:
    """What she never confirmed, or what did not leave yet, is destroyed; of the rest nobody is the sender any more."""
    unproven = and_(_sent_or_waiting(holder), Recommendation.proven_at.is_(None))
    waiting = and_(_sent_or_waiting(holder), Recommendation.sealed.is_not(None))
    gone = {"sealed": None, "data_key": None, "ended_at": clock.now(), "sender_value": None, "sender_key_id": None}
    nobody = {"sender_subject": None, "sender_name": ""}
    count = _set(unproven, **gone, outcome=VANISHED)
    _set(waiting, **gone)
    return count + _set(Recommendation.sender_subject == holder.subject_id, **nobody)


def export_once(holder: Holder) -> Rows:
    """Notes a friend had us send to you."""
    held = _marked(RecommendationOnce.value, RecommendationOnce.key_id, holder)
    told = select(RecommendationOnce.on_date, Product.title).join(Product, Product.id == RecommendationOnce.product_id)
    for day, title in session().execute(told.where(held).distinct().order_by(RecommendationOnce.on_date)):
        yield {"about": title, "on": day}


def export_friend(holder: Holder) -> Rows:
    """The day of the last one."""
    held = _marked(RecommendationFriend.value, RecommendationFriend.key_id, holder)
    for day in session().scalars(select(RecommendationFriend.last_on).where(held).distinct()):
        yield {"last on": day}


def _sent_or_waiting(holder: Holder) -> ColumnElement[bool]:
    ring = settings.current().fingerprint_keys
    marks = [mark for one in _addresses(holder) for mark in all_fingerprints(ring, "email", match_key(one))]
    typed = tuple_(Recommendation.sender_value, Recommendation.sender_key_id)
    return or_(Recommendation.sender_subject == holder.subject_id, typed.in_(_pairs(marks)))


def _marked(
    value: InstrumentedAttribute[bytes], key_id: InstrumentedAttribute[int], holder: Holder
) -> ColumnElement[bool]:
    marks = [mark for one in _addresses(holder) for mark in marks_of(one)]
    return tuple_(value, key_id).in_(_pairs(marks))


def _pairs(marks: list[Fingerprint]) -> list[tuple[bytes, int]]:
    return [(mark.value, mark.key_id) for mark in marks]


def _addresses(holder: Holder) -> list[str]:
    mine = select(Destination.address).where(Destination.person_id == holder.person_id, Destination.channel == "email")
    return list(session().scalars(mine.order_by(Destination.id)))


def _set(which: ColumnElement[bool], **values: object) -> int:
    statement = update(Recommendation).where(which).values(**values).execution_options(synchronize_session=False)
    count = rows_touched(session().execute(statement))
    session().expire_all()
    return count
