"""Two records of one person become one: what both said stays, and the kept subject gets the stricter of both.

The act is nobody's own (method `merge`): it may turn off, or set what was never asked, and lifts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, select

from app.consent.acts import MARKETING, OFF, PREFERRED_CHANNEL, UNSET, Act, Change, topic_purpose
from app.consent.again import MERGE, settle
from app.consent.bulk import lock_subjects, states_of
from app.consent.choices import choose, take_back
from app.consent.ledger import Written, lock_head
from app.consent.merge import stricter
from app.consent.models import CampaignSend, ConsentEntry
from app.core.database import insert, session, table
from app.core.personal_data import Holder, Moved
from app.suppression import Scope, lift, marks_of_subject, scopes_on, suppress

CHANNELS = ("email", "post")
# Stops that no choice of hers stands for: they are spread over her marks as they are.
_BESIDE = (Scope.ALL_CONTACT, Scope.RECOMMENDATIONS)
_sends = table(CampaignSend)


def join_histories(gone: str, kept: str, act: Act) -> Written:
    """Bring every choice of the kept subject to the stricter of both, on every mark of both. Flushes.

    The marks of the gone subject point to the kept one already. Both histories stay as they are, but for this act.
    """
    if act.method != MERGE:
        raise ValueError("a merge is recorded as one")
    lock_subjects([gone, kept])
    written = choose(kept, _stricter_of(gone, kept), act)
    for channel in CHANNELS:
        marks = marks_of_subject(kept, channel)
        for scope, _slug in scopes_on(marks, _BESIDE):
            for mark in marks:
                suppress(mark, Scope(scope), act.method, act.act_id)
    return written


def _stricter_of(gone: str, kept: str) -> list[Change]:
    states = states_of([gone, kept])
    stops = set(_stopped(kept))
    places = {(purpose, channel) for _subject, purpose, channel in states} | stops
    changes = []
    for purpose, channel in sorted(places):
        one, other = (states.get((subject, purpose, channel), UNSET) for subject in (gone, kept))
        if purpose == PREFERRED_CHANNEL and UNSET not in (one, other):
            continue  # neither email nor paper holds back more: the kept record's word stays
        state = OFF if (purpose, channel) in stops else stricter(one, other)
        if state == OFF or state != other:
            changes.append(Change(purpose, channel, state))
    return changes


def _stopped(kept: str) -> Iterator[tuple[str, str]]:
    """What is stopped on any mark, with or without a line of a ledger."""
    for channel in CHANNELS:
        for scope, slug in scopes_on(marks_of_subject(kept, channel), (Scope.TOPIC, Scope.ALL_MARKETING)):
            yield (topic_purpose(slug) if scope == Scope.TOPIC else MARKETING), channel


def part_histories(merge_act_id: str, kept: str, act: Act) -> Written | None:
    """Take a merge's act back, on the ledger and on every mark. None: somebody said one of its stops again; all of it stays.

    The marks still point to the kept subject. Flushes.
    """
    lock_head(kept)
    if not settle(merge_act_id, MERGE):
        return None
    mine = (ConsentEntry.act_id == merge_act_id, ConsentEntry.subject_id == kept)
    entries = session().scalars(select(ConsentEntry).where(*mine)).all()
    written = take_back(entries, act) if entries else Written(act.act_id, ())
    for channel in CHANNELS:
        marks = marks_of_subject(kept, channel)
        made = scopes_on(marks, tuple(Scope), only_act=merge_act_id)
        for scope, slug in made:
            lift(marks, Scope(scope), act.act_id, slug, only_act=merge_act_id)
    return written


def sends_there(gone: Holder, kept: Holder) -> Moved:
    """What was signed for the gone record counts for the kept one's pace too. The rows themselves stay."""
    of_kept = select(_sends.c.campaign_id).where(_sends.c.subject_id == kept.subject_id)
    mine = select(_sends.c.campaign_id, _sends.c.signed_at).where(_sends.c.subject_id == gone.subject_id)
    rows = session().execute(mine.where(_sends.c.campaign_id.not_in(of_kept))).all()
    if rows:
        new = [{"campaign_id": one, "subject_id": kept.subject_id, "signed_at": at} for one, at in rows]
        session().execute(insert(_sends).on_conflict_do_nothing(), new)
    return [campaign for campaign, _at in rows]


def sends_back(_gone: Holder, kept: Holder, moved: Moved) -> None:
    """They no longer count for the kept one."""
    copies = (_sends.c.subject_id == kept.subject_id, _sends.c.campaign_id.in_(moved))
    session().execute(delete(_sends).where(*copies))
