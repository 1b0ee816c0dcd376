"""A stop said again stands by itself: the press that made it can no longer be taken back.

A mail is forwarded, its reader presses Stop on the page and keeps the Undo; then she whose mail it is stops too. Her stop
changes nothing that stands, so it leaves no ledger line, but it must outlive that Undo. Undo and repeat claim the same id:
one of them comes first, and the other sees it.
"""

from __future__ import annotations

from collections.abc import Iterable

from app import links
from app.core import claims, clock
from app.suppression import Mark, Scope, StopAct, acts_behind

# Acts that hand out an Undo.
_PRESSES = ("link_page", "preference_page")
Stop = tuple[Mark, Scope, str, str]  # mark, scope, topic slug, act id


def may_be_undone(by: StopAct) -> bool:
    """Whether somebody may still hold an Undo for that act."""
    return by.method in _PRESSES and by.at >= clock.now() - links.UNDO


def settle(act_id: str) -> bool:
    """Decide about an act, once and for ever: taken back, or said again. True for whoever came first."""
    return claims.claim("undo-" + act_id, "undo", keep=2 * links.UNDO)


def settle_repeats(stops: Iterable[Stop]) -> None:
    """Of these stops, settle the acts of those that stood already."""
    wanted = {(mark.id, str(scope), slug): act_id for mark, scope, slug, act_id in stops}
    found = acts_behind({mark_id for mark_id, _scope, _slug in wanted}, clock.now() - links.UNDO)
    acts = {by.act_id for key, by in found.items() if may_be_undone(by) and wanted.get(key, by.act_id) != by.act_id}
    for act_id in sorted(acts):
        settle(act_id)
