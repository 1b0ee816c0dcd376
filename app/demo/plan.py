"""Who lives in the demo shop. The same seed on the same day gives the same people and choices."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from random import Random

from app.demo import acts
from app.demo.calendar import LENGTH, Calendar
from app.demo.fates import FATES
from app.demo.knowing import came_of
from app.demo.named import named_people, twins
from app.demo.names import (
    ANIMALS,
    DOMAINS,
    FIRST_NAMES,
    IDN_DOMAIN,
    LAST_NAMES,
    OLD_LISTS,
    SIGN_UPS,
    STREETS,
    TOWNS,
    Animal,
)
from app.demo.story import Character, Place, Step

SEED = "two years at the shop"
# The old lists came in on one day, near the beginning.
OLD_LIST_DAY = LENGTH - 20
_AREAS = (205, 256, 352, 406, 512, 540, 719)


def planned(count: int, days: Calendar, seed: str = SEED) -> list[Character]:
    """The named people, the second records of two of them, then as many others as fit into `count`.

    A smaller count gives the first of a larger one.
    """
    found = [*named_people(days), *twins(days)][:count]
    taken = {one.address for one in found}
    for number in range(len(found), count):
        chance = Random(f"{seed}/{number}")  # noqa: S311 - nothing secret: the point is that it repeats
        found.append(_someone(chance, number, days, taken))
        taken.add(found[-1].address)
    return found


def _someone(chance: Random, number: int, days: Calendar, taken: set[str]) -> Character:
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    animal = chance.choices(ANIMALS, weights=(4, 3, 3, 1))[0]
    joined, source, first_steps = _beginning(chance, animal, days)
    fate = FATES[number % len(FATES)]
    is_customer = source == "purchase" or fate.needs_customer
    return Character(
        address=_address(chance, first, last, number, taken),
        first_name=first,
        last_name=last,
        phone=_phone(chance, number),
        customer_number=f"C-{20000 + number}" if is_customer else None,
        source=source,
        joined_at=days.at(joined, 7),
        is_customer=is_customer,
        proven=source == "opt_in",
        place=_place(chance) if fate.needs_place or chance.random() < 0.7 else None,
        steps=(*first_steps, *fate.steps(chance, animal, joined, days)),
        came=came_of(f"{first}/{last}/{number}", source, days.day(joined)),
        animal=animal.kind,
    )


def _beginning(chance: Random, animal: Animal, days: Calendar) -> tuple[int, str, tuple[Step, ...]]:
    """(days ago, where we got the person from, the acts she came with)."""
    way = chance.choices(("old list", "sign-up", "purchase", "page"), weights=(25, 30, 30, 15))[0]
    joined = OLD_LIST_DAY if way == "old list" else chance.randrange(60, LENGTH - 10)
    if way == "old list":
        as_of = days.at(OLD_LIST_DAY + 90, 12)
        return (
            joined,
            "legacy_list",
            (acts.old_list(days.at(joined, 9), "weekly-deals", chance.choice(OLD_LISTS), as_of),),
        )
    if way == "sign-up":
        how, words = chance.choice(SIGN_UPS)
        slug = chance.choice(("weekly-deals", "new-products", "care-tips", animal.deals))
        claimed = days.at(joined, 6) - timedelta(days=chance.randrange(1, 20))
        return joined, "purchase", (acts.signed_up(days.at(joined, 9), slug, how, words, claimed),)
    if way == "page":
        slugs = chance.sample(("weekly-deals", "new-products", "care-tips", animal.deals), 2)
        return joined, "opt_in", (acts.saved(days.moment(chance, joined), *(acts.on(slug) for slug in slugs)),)
    return joined, "purchase", ()


def _address(chance: Random, first: str, last: str, number: int, taken: set[str]) -> str:
    forms = (f"{first}.{last}", f"{first[0]}{last}", f"{first}{chance.randrange(50, 99)}", f"{first}_{last}")
    local = _ascii(chance.choice(forms))
    domain = IDN_DOMAIN if number % 50 == 17 else chance.choice(DOMAINS)
    alias = f"+{chance.choice(('shop', 'barn', 'mail'))}" if number % 25 == 9 else ""
    address = f"{local}{alias}@{domain}"
    return f"{local}{number}{alias}@{domain}" if address in taken else address


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return plain.lower()


def _place(chance: Random) -> Place:
    town, state, code = chance.choice(TOWNS)
    return Place(f"{chance.randrange(2, 9800)} {chance.choice(STREETS)}", town, state, code)


def _phone(chance: Random, number: int) -> str:
    """A number of the range that rings nowhere (555-01xx), for some; nobody has another's while there are seven hundred."""
    if chance.random() < 0.4:
        return ""
    return f"{_AREAS[number % len(_AREAS)]}-555-01{number % 100:02}"
