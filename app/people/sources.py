"""Where we got what we know, in one list (policy S5, S11, S21). What nobody told us about says unknown."""

from __future__ import annotations

from enum import StrEnum, unique

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


@unique
class Source(StrEnum):
    """Where a fact came from. Alphabetical."""

    COMPANY = "company"
    CONTEST = "contest"
    GUESS = "guess"
    LETTER = "letter"
    PHONE = "phone"
    PURCHASE = "purchase"
    SELF = "self"
    SURVEY = "survey"
    TRADE_SHOW = "trade_show"
    UNKNOWN = "unknown"
    VISIT = "visit"


SOURCE_WORDS: dict[Source, LazyString] = {
    Source.COMPANY: _l("From another company"),
    Source.CONTEST: _l("You told us in a contest"),
    Source.GUESS: _l("Guessed"),
    Source.LETTER: _l("You told us by letter"),
    Source.PHONE: _l("You told us by phone"),
    Source.PURCHASE: _l("Your order"),
    Source.SELF: _l("You told us here"),
    Source.SURVEY: _l("You told us in a survey"),
    Source.TRADE_SHOW: _l("You told us at a trade show"),
    Source.UNKNOWN: _l("We don’t know where we got this"),
    Source.VISIT: _l("Your visit to our store’s site"),
}
# What a person said herself, however it reached us. The rest we were told by others, saw or guessed.
TOLD = frozenset({Source.CONTEST, Source.LETTER, Source.PHONE, Source.SELF, Source.SURVEY, Source.TRADE_SHOW})
