"""How the server misbehaves: whole modes, and the mixed plan that draws one for each mail."""

import random
from dataclasses import dataclass

TROUBLES = (
    "defers",  # 4xx somewhere in the talk
    "refuses",  # 5xx somewhere in the talk
    "drops_in_data",  # hangs up before the final dot
    "loses_reply",  # takes the mail and hangs up without a word
    "delays_reply",  # takes the mail and says so much later
    "tarpits",  # a byte a second
    "garbage",  # bytes, or a line without end, where a reply belongs
    "full",  # 452, whoever asks
    "silent",  # takes the connection and never speaks
    "down",  # nobody listens
)
MODES = ("healthy", "mixed", *TROUBLES)
PLACES = ("MAIL", "RCPT", "DATA", "DOT")
DEFERRALS = ("450 4.2.0 mailbox busy", "451 4.3.0 try later", "452 4.2.2 mailbox over its quota")
REFUSALS = ("550 5.1.1 no such mailbox", "554 5.7.1 not wanted here")
FULL = "452 4.3.1 no room for mail"
# In a hundred mails of the mixed plan. The slow ones are few: each holds a sender for a quarter of a minute or more.
WEIGHTS = {
    "healthy": 48.0,
    "defers": 14.0,
    "refuses": 6.0,
    "drops_in_data": 10.0,
    "loses_reply": 5.0,
    "delays_reply": 0.4,
    "tarpits": 0.2,
    "garbage": 10.0,
    "full": 6.0,
    "silent": 0.4,
}


@dataclass(frozen=True)
class Behaviour:
    """How one mail is treated: the trouble, where in the talk it comes, and the reply that goes with it."""

    mode: str
    place: str = ""
    reply: str = ""

    def says_no(self, place: str) -> str | None:
        """The refusal or deferral to give here, if any."""
        return self.reply if self.reply and place == self.place else None

    def babbles(self, place: str) -> bool:
        """Whether a reply here is garbage."""
        return self.mode == "garbage" and place == self.place


class Plan:
    """Seeded: the same mails in the same order meet the same trouble."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def draw(self, mode: str) -> Behaviour:
        """What the next mail meets while the server is in `mode`."""
        if mode == "mixed":
            mode = self.random.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
        place = self.random.choice(("GREETING", *PLACES) if mode == "garbage" else PLACES)
        replies = {"defers": DEFERRALS, "refuses": REFUSALS, "full": (FULL,)}.get(mode, ("",))
        return Behaviour(mode, place, self.random.choice(replies))

    def garbage(self) -> bytes:
        """No reply of any protocol: bytes of all kinds, or a line longer than anybody reads."""
        if self.random.random() < 0.5:
            return self.random.randbytes(300) + b"\r\n"
        return b"250-" + b"x" * 70_000
