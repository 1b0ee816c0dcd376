"""What a transport gets and how it says no."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import ClassVar, Protocol

from app.outbox.outcomes import Outcome


@dataclass(frozen=True)
class Mail:
    """A finished mail and its envelope. `name` is fixed per message and fit for a file name.

    `leaves_once`: it must not come twice, so a little time goes into not losing it.
    """

    name: str
    sender: str
    to: str
    content: bytes
    needs_smtputf8: bool = False
    leaves_once: bool = False


# Asked as late as a mail can be taken back: while the block lasts, no stop can be acknowledged that the answer does not know.
StillWanted = Callable[[], AbstractContextManager[bool]]


def always() -> AbstractContextManager[bool]:
    """Nobody can stop this mail any more."""
    return nullcontext(enter_result=True)


class NotHandedOver(Exception):
    """The mail was not handed over, as far as we know. `reply_code` is the server's.

    `is_away`: the server is not there, or silent, so that other mails would fare no better.
    """

    outcome: ClassVar[Outcome]

    def __init__(self, reply_code: int | None = None, is_away: bool = False) -> None:
        super().__init__(reply_code)
        self.reply_code = reply_code
        self.is_away = is_away


class TryAgain(NotHandedOver):
    """Certainly not handed over; a later try may do better."""

    outcome = Outcome.TRY_AGAIN


class Refused(NotHandedOver):
    """Certainly not handed over, and no later try will do better."""

    outcome = Outcome.REFUSED_BY_SERVER


class NeedsSmtputf8(NotHandedOver):
    """An address has letters beyond ASCII before its @, and the server offers no SMTPUTF8. Nothing was said to it."""

    outcome = Outcome.NEEDS_SMTPUTF8


class MaybeHandedOver(NotHandedOver):
    """The connection broke after the mail was on its way and before the server said whether it took it."""

    outcome = Outcome.UNKNOWN


class HeldBack(NotHandedOver):
    """A rehearsal, and this recipient is not in it."""

    outcome = Outcome.HELD_BACK


class Unwanted(NotHandedOver):
    """It was stopped while it was on its way, in time."""

    outcome = Outcome.REFUSED_BY_GATE


class Transport(Protocol):
    """A way out for mails. Used by several threads at once."""

    def send(self, mail: Mail, still_wanted: StillWanted = always) -> None:
        """Hand over one mail, or raise a NotHandedOver.

        A stop holds that was acknowledged before the mail left, however short before.
        """

    def close(self) -> None:
        """Let go of connections. A later `send` opens new ones."""
