"""Prohibitory orders of the Postal Service (39 USC 3008): staff enter them, and no choice of the person's lifts one.

The seam to the gate: when `consent.enter_prohibitory_order` exists, `enter_order` calls it and nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from app import consent, suppression
from app.consent import MARKETING, OFF, Act, Change, Written
from app.phone_desk.who import Who
from app.suppression import Mark, Scope

METHOD = "prohibitory_order"


def enter_order(who: Who, act: Act) -> Written:
    """No paper mail of any kind from now on, for good. Flushes.

    The ledger line says how it came; the row that nobody lifts is on each postal mark, made where there was none.
    """
    order = replace(act, method=METHOD)
    marks = {mark.id: mark for mark in (*_postal(who), *suppression.marks_of_subject(who.subject_id, "post"))}
    written = consent.choose(who.subject_id, [Change(MARKETING, "post", OFF)], order, marks.values())
    for mark in marks.values():
        suppression.suppress(mark, Scope.ALL_CONTACT, METHOD, order.act_id)
    return written


def _postal(who: Who) -> list[Mark]:
    return [mark for mark in who.marks if mark.channel == "post"]
