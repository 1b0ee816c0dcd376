"""The people to sign in as. Each shows one thing a shopper may find."""

from __future__ import annotations

from datetime import timedelta

from app.consent import MEASUREMENT, OFF, PAUSE, Change, pace_purpose
from app.demo import acts
from app.demo.calendar import LENGTH, Calendar
from app.demo.names import SIGN_UPS
from app.demo.story import Came, Character, Place, Step

_SINCE = LENGTH - 6
_NUMBERS = {
    "sam@example.com": "C-01016",
    "ann@example.com": "C-01023",
    "lee@example.net": "C-01031",
    "dee@example.org": "C-01048",
}


def named_people(days: Calendar) -> list[Character]:
    """Sam, Ann, Lee and Dee."""
    return [_sam(days), _ann(days), _lee(days), _dee(days)]


def _sam(days: Calendar) -> Character:
    how, words = SIGN_UPS[0]
    bought = 41
    reason = f"you bought flea treatment on {days.said(bought)}"
    steps = (
        acts.old_list(days.at(_SINCE, 10), "weekly-deals", "trade show list", days.at(_SINCE + 120, 12)),
        acts.signed_up(days.at(300, 10), "care-tips", how, words, days.at(302, 16)),
        acts.one_click(days.at(190, 19), "horse-deals"),
        acts.enrolled(days.at(bought - 2, 9), "dog-deals", reason),
        acts.saved(days.at(20, 20), acts.on("pet-catalog", "post"), Change(MEASUREMENT, "any", OFF)),
        acts.saved(days.at(19, 20), Change(pace_purpose("pet-catalog"), "post", "year1"), wording="1 a year"),
    )
    place = Place("PO Box 318", "Headland", "AL", "36345")  # she moved since: app/demo/sam.py
    note = "a full page: email, paper, and why; a full profile"
    return _customer("sam@example.com", "Sam", "Whitlock", days, steps, place, note)


def _ann(days: Calendar) -> Character:
    how, words = SIGN_UPS[2]
    steps = (
        acts.signed_up(days.at(500, 10), "weekly-deals", how, words, days.at(501, 12)),
        acts.saved(days.at(12, 18), *acts.everything(OFF), wording="Stop everything"),
    )
    place = Place("77 Maple Avenue", "Weatherford", "TX", "76086")
    return _customer("ann@example.com", "Ann", "Archer", days, steps, place, "stopped everything")


def _lee(days: Calendar) -> Character:
    how, words = SIGN_UPS[3]
    steps = (
        acts.signed_up(days.at(260, 10), "weekly-deals", how, words, days.at(261, 12)),
        acts.typed(days.at(9, 14)),
    )
    return _customer(
        "lee@example.net", "Lee", "Nguyen", days, steps, None, "someone typed her address and stopped email"
    )


def _dee(days: Calendar) -> Character:
    how, words = SIGN_UPS[0]
    until = days.today + timedelta(days=42)
    steps = (
        acts.signed_up(days.at(420, 10), "horse-deals", how, words, days.at(421, 12)),
        acts.saved(days.at(48, 21), Change(PAUSE, "email", until.isoformat())),
    )
    place = Place("9 Paddock Way", "Lexington", "KY", "40511")
    return _customer("dee@example.org", "Dee", "Kirby", days, steps, place, "on a break")


def twins(days: Calendar) -> list[Character]:
    """Second records of Ann and Dee, under other addresses of theirs: one person each, as the desk is to find out."""
    ann = _second("a.archer@example.org", _ann(days), days, 430)
    return [ann, _second("dee.kirby@example.net", _dee(days), days, 380)]


def _second(address: str, first: Character, days: Calendar, joined: int) -> Character:
    how, words = SIGN_UPS[3]
    claimed = days.at(joined + 2, 12)
    steps = (acts.signed_up(days.at(joined, 10), "new-products", how, words, claimed),)
    came = Came("contest", "photo contest", days.day(joined + 2))
    at, place = days.at(joined, 8), first.place
    return Character(
        address, first.first_name, first.last_name, "", None, "opt_in", at, False, False, place, steps, "", came
    )


def _customer(
    address: str, first: str, last: str, days: Calendar, steps: tuple[Step, ...], place: Place | None, note: str
) -> Character:
    came = Came("purchase", "", days.day(_SINCE))
    at = days.at(_SINCE, 8)
    return Character(address, first, last, "", _NUMBERS[address], "purchase", at, True, True, place, steps, note, came)
