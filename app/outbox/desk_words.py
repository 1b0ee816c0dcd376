"""Mail in the words of the desk: kinds, ends, and what a mail server meant with a number."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.messages import MessageKind
from app.outbox.outcomes import Outcome


def kind_in_words(name: str, kind: MessageKind | None) -> str:
    """What staff call it; its name where nobody said."""
    return str(kind.words) if kind is not None and kind.words else name.replace("_", " ")


def outcome_in_words(outcome: str | None) -> str:
    """How a message or a try ended."""
    return {
        Outcome.HANDED_OVER: _("handed over"),
        Outcome.NOTHING_TO_SAY: _("nothing to say any more"),
        Outcome.REFUSED_BY_GATE: _("stopped by the person"),
        Outcome.REFUSED_BY_SERVER: _("refused by the mail server"),
        Outcome.HELD_BACK: _("held back by a rehearsal"),
        Outcome.CANNOT_COMPOSE: _("not fit for a mail"),
        Outcome.GAVE_UP: _("given up after the last try"),
        Outcome.EXPIRED: _("too old to be worth sending"),
        Outcome.DROPPED: _("dropped by staff"),
        Outcome.TRY_AGAIN: _("not taken, tried again"),
        Outcome.BROKE: _("broke before it left"),
        Outcome.UNKNOWN: _("may have left, nobody knows"),
    }.get(Outcome(outcome) if outcome in set(Outcome) else None, outcome or _("waiting"))  # type: ignore[arg-type]  # None finds nothing


def reply_in_words(code: int | None, outcome: str | None) -> str:
    """What the mail server said last (RFC 5321, RFC 4954). Without a code it said nothing."""
    if code is None:
        return _("no answer") if outcome in (Outcome.TRY_AGAIN, Outcome.UNKNOWN) else "–"
    known = {
        421: _("it is closing"),
        450: _("mailbox busy, later"),
        451: _("trouble over there, later"),
        452: _("no room, later"),
        503: _("commands out of order"),
        530: _("it wants a sign-in"),
        535: _("our sign-in was refused"),
        538: _("it wants encryption"),
        550: _("no such mailbox, or not wanted"),
        551: _("not one of theirs"),
        552: _("mailbox full, or mail too big"),
        553: _("address not allowed"),
        554: _("refused"),
    }
    if code < 400:
        return _("%(code)s: taken", code=code)
    words = known.get(code) or (_("later") if code < 500 else _("refused"))
    return f"{code}: {words}"
