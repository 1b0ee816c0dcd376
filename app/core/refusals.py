"""Refusals: what the domain says no to, as values.

A service raises a `Refusal`; the factory maps it once to an HTTP page, a JSON body or an exit code.
"""

from __future__ import annotations

from datetime import datetime


class Refusal(Exception):
    """The domain says no. `args[0]` is a sentence a person can act on; `status` is the HTTP answer."""

    status = 400
    exit_code = 1

    @property
    def sentence(self) -> str:
        return str(self.args[0]) if self.args else type(self).__name__


class NotFound(Refusal):
    """What was asked for is not here, or not for the one who asks."""

    status = 404


class BadQuestion(Refusal):
    """The question itself is wrong (an unknown topic, an address that is none)."""

    exit_code = 2


class TooMany(Refusal):
    """A limit was reached. `retry_at` (UTC) is when the next try counts again."""

    status = 429

    def __init__(self, sentence: str, retry_at: datetime) -> None:
        super().__init__(sentence)
        self.retry_at = retry_at


class BadSetting(Refusal):
    """A setting is wrong; the start stops with this one line."""

    exit_code = 2
