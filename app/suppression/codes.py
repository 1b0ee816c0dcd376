"""Label codes: a stop link short enough to be typed from the label of a piece of paper mail.

Twelve characters of Crockford's base32, 60 random bits: nobody finds one by trying. A code stands for what a stop link
says (a mark, a topic, a campaign) and, like one, can only reduce. It has no end, since paper lies about for years.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, tuple_

from app.core import clock
from app.core.database import insert, session, table
from app.core.fingerprints import Fingerprint
from app.suppression.models import LabelCode as StoredCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH = 12
# What a hand takes for a digit.
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\u2010": None, "\u2013": None})
_CODE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}\Z")
_MOST_TYPED = 60
_codes = table(StoredCode)


@dataclass(frozen=True)
class LabelCode:
    """What a code stands for. `campaign_id` is 0 where there is none."""

    code: str
    fingerprint: Fingerprint
    topic_id: int
    campaign_id: int


def label_codes(marks: Iterable[Fingerprint], topic_id: int, campaign_id: int) -> dict[Fingerprint, str]:
    """Mark → its code for that topic and campaign (0: none), made where there is none yet. Flushes."""
    wanted = set(marks)
    found = _stored(wanted, topic_id, campaign_id)
    while (
        missing := wanted - found.keys()
    ):  # again only where another run made one meanwhile, or chance made a code twice
        _insert(missing, topic_id, campaign_id)
        found |= _stored(missing, topic_id, campaign_id)
    return found


def read_label_code(text: str) -> LabelCode | None:
    """What a typed code stands for, or None. Takes small letters, spaces, hyphens, O for 0 and I or L for 1."""
    code = text.strip()[:_MOST_TYPED].upper().translate(_MEANT)
    if not _CODE.match(code):
        return None
    row = session().execute(select(_codes).where(_codes.c.code == code)).first()
    if row is None:
        return None
    mark = Fingerprint("post", row.key_id, row.normaliser, bytes(row.value))
    return LabelCode(row.code, mark, row.topic_id, row.campaign_id)


def codes_of(mark: Fingerprint) -> list[LabelCode]:
    """The codes that were made for one label, newest first."""
    mine = (_codes.c.value == mark.value, _codes.c.key_id == mark.key_id, _codes.c.normaliser == mark.normaliser)
    rows = session().execute(select(_codes).where(*mine).order_by(_codes.c.campaign_id.desc(), _codes.c.topic_id))
    return [LabelCode(row.code, mark, row.topic_id, row.campaign_id) for row in rows]


def _stored(marks: Iterable[Fingerprint], topic_id: int, campaign_id: int) -> dict[Fingerprint, str]:
    of_mark = tuple_(_codes.c.value, _codes.c.key_id, _codes.c.normaliser)
    wanted = of_mark.in_([(one.value, one.key_id, one.normaliser) for one in marks])
    rows = session().execute(
        select(_codes).where(wanted, _codes.c.topic_id == topic_id, _codes.c.campaign_id == campaign_id)
    )
    return {Fingerprint("post", row.key_id, row.normaliser, bytes(row.value)): row.code for row in rows}


def _insert(marks: Iterable[Fingerprint], topic_id: int, campaign_id: int) -> None:
    same = {"topic_id": topic_id, "campaign_id": campaign_id, "created_at": clock.now()}
    rows = [
        {"code": _new(), "value": one.value, "key_id": one.key_id, "normaliser": one.normaliser, **same}
        for one in sorted(marks, key=lambda one: one.value)
    ]
    session().execute(insert(_codes).on_conflict_do_nothing(), rows)


def _new() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
