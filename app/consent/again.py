"""A stop said again stands by itself: the press that made it can no longer be taken back.

A mail is forwarded, its reader presses Stop on the page and keeps the Undo; then she whose mail it is stops too. Or a mail
scanner presses the link, and an hour later she does. Her stop changes nothing that stands, so it leaves no ledger line, but
it must outlive that Undo and every restore. Who takes back and who says again claim the same id: one of them comes first, and
the other sees it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from app import links
from app.consent.acts import Act
from app.consent.models import Evidence
from app.core import chain, claims, clock
from app.core.database import session
from app.suppression import Mark, Scope, StopAct, acts_behind

MERGE = "merge"
# Acts that hand out an Undo: the person's own, and a clerk's who wrote down her call or letter.
_PRESSES = (
    "friend_page", "label", "label_link", "letter", "link_page", "mail", "paper_report", "phone", "preference_page",
    "profile_page",
)  # fmt: skip
# For how long an act can be taken back: a press, and two records that became one.
_WHILE = dict.fromkeys(_PRESSES, links.UNDO) | {MERGE: links.MERGE_UNDO}
# Acts a program can do that opens every link it finds.
BY_LINK = ("link_page", "one_click")
# Within this, the same program in the same network pressing the same button says nothing new: scanners press twice.
SAME_PRESS = timedelta(minutes=1)
Stop = tuple[Mark, Scope, str, str]  # mark, scope, topic slug, act id


def may_be_undone(by: StopAct) -> bool:
    """Whether somebody may still take that act back."""
    return by.method in _WHILE and by.at >= clock.now() - _WHILE[by.method]


def may_be_restored(by: StopAct) -> bool:
    """Whether staff may still take that act back as a scanner's."""
    return by.method in BY_LINK and by.at >= clock.now() - links.RESTORE


def settle(act_id: str, method: str = "link_page") -> bool:
    """Decide about an act by that method, once and for ever: undone, or said again. True for whoever came first."""
    return claims.claim("undo-" + act_id, "undo", keep=2 * _WHILE[method])


def settle_restore(act_id: str) -> bool:
    """Decide about an act by link, once and for ever: restored, or said again. True for whoever came first."""
    return claims.claim("restore-" + act_id, "restore", keep=2 * links.RESTORE)


def stays(by: StopAct, came_with: str | None, act: Act) -> bool:
    """Whether a stop that was found stays now that `act` says it again, whatever is pressed elsewhere in this moment."""
    undone = may_be_undone(by) and not settle(by.act_id, by.method)
    restored = may_be_restored(by) and not _is_same_press(by, came_with, act) and not settle_restore(by.act_id)
    return not undone and not restored


def settle_repeats(stops: Iterable[Stop], act: Act | None = None) -> None:
    """Of these stops, settle the acts of those that stood already. `act`: what says them again, where it is one."""
    wanted = {(mark.id, str(scope), slug): act_id for mark, scope, slug, act_id in stops}
    found = acts_behind(
        {mark_id for mark_id, _scope, _slug in wanted}, clock.now() - max(links.RESTORE, links.MERGE_UNDO)
    )
    acts = {by.act_id: by for key, by in found.items() if wanted.get(key, by.act_id) != by.act_id}
    for act_id, by in sorted(acts.items()):
        if may_be_undone(by):
            settle(act_id, by.method)
        if may_be_restored(by) and (act is None or not _is_same_press(by, _came_with(act_id), act)):
            settle_restore(act_id)


def _came_with(act_id: str) -> str | None:
    return session().scalar(select(Evidence.body).where(Evidence.act_id == act_id))


def _is_same_press(by: StopAct, came_with: str | None, act: Act) -> bool:
    soon = clock.now() - by.at <= SAME_PRESS
    return soon and act.method == by.method and came_with == chain.canonical(act.evidence).decode()
