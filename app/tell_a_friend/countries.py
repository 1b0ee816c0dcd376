"""Where the friend lives, and what the law there asks: places to which no note goes, and Canada's own rules.

UK, EU and EEA: who gets somebody to send counts as the sender, and a sender of advertising needs the reader's consent first
(PECR reg. 22 "instigate"; ePrivacy directive 2002/58 Art. 13(1)). Canada: one first message after a referral is allowed,
on the terms of SOR/2013-36 s. 4.
"""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from app import purchases
from app.core import clock, settings
from app.core.brand import Brand
from app.core.refusals import BadSetting

UNITED_STATES, CANADA = "US", "CA"
# Members and those of their regions that have a code of their own and the same law.
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK AX GF GP MF MQ RE YT"
GROUPS = {"EU": frozenset(_EU.split()), "EEA": frozenset([*_EU.split(), "IS", "LI", "NO"])}
DEFAULT_REFUSED = ("EEA", "GB")
_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC "
    "CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD "
    "GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH "
    "KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW "
    "MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC "
    "SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY "
    "UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
CODES = tuple(_CODES.split())
# Top-level domains that are not the code in small letters: .uk, .eu, and those in Greek and Cyrillic letters.
_DOMAINS = {
    "uk": "GB", "eu": "EU", "xn--e1a4c": "EU", "xn--qxa6a": "EU", "xn--qxam": "GR", "xn--90ae": "BG",
}  # fmt: skip
# An order this recent is a business relationship (Canada's Anti-Spam Legislation s. 10(10)(a)).
BUSINESS_YEARS = 2


def check_brand(brand: Brand) -> None:
    """Raises BadSetting for a country in the brand file that is none."""
    known = {*CODES, *GROUPS}
    if odd := [code for code in brand.tell_a_friend_refused or () if code not in known]:
        raise BadSetting(f"BRAND: tell_a_friend_refused has {', '.join(odd)}: write ISO 3166 codes, EU or EEA.")


def choices() -> list[tuple[str, str]]:
    """(code, name) of every country: the United States, Canada, then the others by name."""
    names = Locale.parse(str(get_locale() or "en")).territories
    others = sorted(((code, names.get(code, code)) for code in CODES), key=lambda pair: str(pair[1]))
    first = [(code, names.get(code, code)) for code in (UNITED_STATES, CANADA)]
    return [*first, *(pair for pair in others if pair not in first)]


def refused_codes() -> frozenset[str]:
    """Where no note goes, as the brand says."""
    chosen = settings.current().brand.tell_a_friend_refused
    named = DEFAULT_REFUSED if chosen is None else chosen
    return frozenset(code for name in named for code in GROUPS.get(name, frozenset([name])))


def refused_words() -> str:
    """The same in one list of words, for the sentence beside the field; empty where no place is refused."""
    names = refused_names()
    return format_list(names, locale=str(get_locale() or "en")) if names else ""


def refused_names() -> list[str]:
    """Each of them, a union by its name where all of it is refused."""
    names, codes = Locale.parse(str(get_locale() or "en")).territories, refused_codes()
    left, found = set(codes), []
    for group, words in (("EEA", _("the European Economic Area (the EU, Iceland, Liechtenstein and Norway)")),
                         ("EU", _("the European Union"))):  # fmt: skip
        if GROUPS[group] <= left:
            left -= GROUPS[group]
            found.append(words)
    singles = {"GB": _("the United Kingdom"), "US": _("the United States")}
    return found + sorted(singles.get(code) or str(names.get(code, code)) for code in left)


def is_refused(country: str, address: str) -> bool:
    """Whether no note goes there: by the country that was said, or by the end of the friend's address (.uk, .de, .eu)."""
    codes, end = refused_codes(), address.rpartition(".")[2].lower()
    by_domain = _DOMAINS.get(end, end.upper())
    return country in codes or by_domain in codes or (by_domain == "EU" and codes >= GROUPS["EU"])


def has_business_here(person_id: int) -> bool:
    """Whether she ordered within BUSINESS_YEARS: a note to Canada needs a sender who has dealings with the shop."""
    orders = purchases.orders_of(person_id)
    return bool(orders) and orders[0].ordered_on >= _years_ago()


def _years_ago() -> date:
    today = clock.today(settings.current().brand.zone)
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - BUSINESS_YEARS, day=day)
