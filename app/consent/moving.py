"""Somebody gets her mail at another address from now on: what she chose goes with her, and every stop of both holds.

Nothing is turned on by it (the merge law: the stricter of what was said about either address). The ledger stays hers: only
what the new address had said by itself is written into it, as a merge.
"""

from __future__ import annotations

from app.consent.acts import OFF, UNSET, Act, Change
from app.consent.choices import choose
from app.consent.ledger import Written, current_states, lock_head
from app.consent.merge import restrictiveness
from app.consent.scopes import scope_of
from app.core.fingerprints import match_key
from app.people import person_by_subject
from app.suppression import (
    Mark,
    copy_stops,
    keep_address,
    leave,
    mark_for,
    marks_of_address,
    note_deliverable,
    point_to,
    suppress,
)


def move_address(subject_id: str, old: str, new: str, act: Act) -> Written:
    """Her mail goes to `new` instead of `old` (canonical addresses), as she pressed there. Flushes; the entry point commits.

    The mark of `old` still points to her, as one she left: a stop by a link in old mail reaches her, and the gate lets
    nothing through to it. Stops that hold for `new` already stay, and what it had said by itself is merged into hers.
    """
    lock_head(subject_id)
    note_deliverable(new)
    if match_key(old) == match_key(new):  # another spelling of the same mailbox
        return Written(act.act_id, ())
    leaving, arriving = _all_marks(old), _all_marks(new)
    said = [change for mark in arriving for change in _held_back(mark.subject_id, subject_id)]
    point_to(subject_id, [*leaving, *arriving])
    leave(leaving)
    _keep(leaving, old)
    _keep(arriving, new)
    copy_stops(leaving, arriving)
    written = choose(subject_id, said, act, arriving)
    _stop(subject_id, arriving, act)
    return written


def _all_marks(address: str) -> list[Mark]:
    mark_for(address)
    return marks_of_address(address)


def _held_back(stranger: str, subject_id: str) -> list[Change]:
    """What an address that was nobody's had said for less mail; the choices of another person are hers."""
    if stranger == subject_id or person_by_subject(stranger) is not None:
        return []
    least = restrictiveness(UNSET)
    states = current_states(stranger)
    return [
        Change(purpose, channel, state)
        for (purpose, channel), state in sorted(states.items())
        if channel == "email" and restrictiveness(state) > least
    ]


def _keep(marks: list[Mark], address: str) -> None:
    """The address of each mark, so that later stops are not kept under the other one."""
    for mark in marks:
        keep_address(mark, address)


def _stop(subject_id: str, marks: list[Mark], act: Act) -> None:
    """What her ledger says is off is off for these destinations too, also where no stop of another one stood for it."""
    for (purpose, channel), state in current_states(subject_id).items():
        scope = scope_of(purpose)
        if state == OFF and channel == "email" and scope is not None:
            for mark in marks:
                suppress(mark, scope[0], act.method, act.act_id, scope[1])
