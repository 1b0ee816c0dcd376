"""What the pages about merges are given, and what their forms say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import literal, select

from app import links, people, staff
from app.dossier import sides
from app.dossier.merging import APART, MERGE, WHY_WORDS, Why, merge_numbered
from app.dossier.models import PersonMerge
from app.dossier.pairs import likely_pairs
from app.dossier.parting import may_part, parts_until
from app.people import Person
from app.staff import Permission, SignedIn, may

PAIRS = 20
LONGEST = 200
_BIGGEST = 2**31 - 1


@dataclass(frozen=True)
class Asked:
    """What was typed or pressed to propose a merge. `errors`: id of the field → what is wrong."""

    kept_text: str = ""
    gone_text: str = ""
    why: Why = Why.TOLD
    kept: int = 0
    gone: int = 0
    errors: Mapping[str, str] | None = None

    def refused(self, sentence: str) -> Asked:
        """The same with a refusal beside the first field."""
        return replace(self, errors={"kept": sentence})


def asked(form: Mapping[str, str]) -> Asked:
    """A proposal as the form says it: two numbers of a listed pair, or two texts that each name one record."""
    why = form.get("why", "")
    said = Asked(_clean(form.get("kept", "")), _clean(form.get("gone", "")), Why(why) if why in list(Why) else Why.TOLD)
    if "one" in form:
        return replace(said, kept=_number(form.get("one", "")), gone=_number(form.get("two", "")))
    errors = {}
    kept, gone = _named(said.kept_text), _named(said.gone_text)
    for name, found in (("kept", kept), ("gone", gone)):
        if len(found) != 1:
            errors[name] = _none_or_several(found)
    return replace(said, errors=errors) if errors else replace(said, kept=kept[0].id, gone=gone[0].id)


def _named(text: str) -> list[Person]:
    nobody = select(literal(0)).where(literal(1) == 0)
    return people.find_people(text, nobody, 2) if text else []


def _none_or_several(found: list[Person]) -> str:
    if found:
        return _("Several records fit that. Enter an email address or a reference.")
    return _("No record fits that. Enter an email address, a customer number or a reference.")


def _clean(text: str) -> str:
    """Without control characters: PostgreSQL refuses a NUL."""
    return " ".join("".join(max(letter, " ") for letter in text[: 2 * LONGEST]).split())[:LONGEST]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= _BIGGEST else 0


def page(args: Mapping[str, str]) -> dict[str, Any]:
    """The list: proposals that wait, likely pairs from a place on, what was decided last. A fixed number of queries."""
    after, further = _number(args.get("after", "")), _number(args.get("further", ""))
    waiting, decided = sides.waiting(further or None), sides.decided(sides.SHOWN)
    pairs = likely_pairs(after, PAIRS)
    numbers = {number for row in (*waiting, *decided) for number in (row.kept_person_id, row.gone_person_id)}
    numbers |= {number for pair in pairs.found for number in (pair.one, pair.two)}
    persons = sides.people_numbered(numbers)
    return {
        "waiting": waiting[: sides.SHOWN],
        "further": waiting[sides.SHOWN - 1].id if len(waiting) > sides.SHOWN else None,
        "pairs": pairs,
        "is_first": not after,
        "decided": decided,
        "who": {number: sides.masked(persons.get(number)) for number in numbers},
        "whys": WHY_WORDS,
        "proposed": _number(args.get("proposed", "")),
        "days": links.MERGE_UNDO.days,
    }


def one(number: int, member: SignedIn, *, opened: bool) -> dict[str, Any]:
    """One proposal; both sides in full, and what will hold, where `opened`. Raises NotFound."""
    row = merge_numbered(number)
    persons = sides.people_numbered((row.kept_person_id, row.gone_person_id))
    kept, gone = persons[row.kept_person_id], persons[row.gone_person_id]
    decides = may(member.role, Permission.PEOPLE_MERGE)
    return {
        "row": row,
        "why": WHY_WORDS[Why(row.why)],
        "masked": [sides.masked(kept), sides.masked(gone)],
        "sides": [sides.side_of(kept), sides.side_of(gone)] if opened else [],
        "outcomes": sides.outcomes(kept, gone) if opened else [],
        "may_decide": decides and row.decided_at is None and row.proposed_by != member.actor,
        "is_own": row.decided_at is None and row.proposed_by == member.actor,
        "may_part": decides and may_part(row),
        "until": parts_until(row) if row.decided_at else None,
        "names": _names(row),
        "days": links.MERGE_UNDO.days,
        "MERGE": MERGE,
        "APART": APART,
    }


def _names(row: PersonMerge) -> dict[str, str]:
    """Actor → the address of that member, as the desk shows who did what."""
    members = {f"staff:{one.id}": one.email for one in staff.every_member()}
    actors = (row.proposed_by, row.decided_by, row.undone_by)
    return {actor: members.get(actor, _("the system")) for actor in actors if actor}
