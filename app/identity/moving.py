"""Two records become one, or are parted again: whoever is signed in under either signs in anew."""

from __future__ import annotations

from app.core.personal_data import Holder, Moved
from app.identity.sessions import end_sessions_of


def end_both(gone: Holder, kept: Holder) -> Moved:
    """No session of either goes on. Flushes."""
    for holder in (gone, kept):
        if holder.person_id is not None:
            end_sessions_of(holder.person_id)
    return []


def end_both_again(gone: Holder, kept: Holder, _moved: Moved) -> None:
    """The same when they are parted."""
    end_both(gone, kept)
