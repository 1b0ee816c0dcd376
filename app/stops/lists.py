"""The list of batches: filters from the address line, pages by key, words for each state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app import suppression
from app.stops.duties import hours_waited, is_late, law_ends_on

PAGE = 50
NAME = re.compile(r"[a-z0-9-]{1,40}")
STATES = {"": None, "taken": False, "done": True}
_BIGGEST = 2**31 - 1
_DIGITS = re.compile(r"[0-9]{1,10}")


def filters(values: Mapping[str, str]) -> tuple[str, str]:
    """(platform, state) from an address line or a form; '' for what is not there or is none of ours."""
    platform, state = values.get("platform", ""), values.get("state", "")
    return platform if NAME.fullmatch(platform) else "", state if state in STATES else ""


def number_in(text: str | None) -> int | None:
    """A row number from an address line; None for anything else."""
    # No longer: behind enough zeros any number looks small, and Python reads none of 5,000 digits.
    return int(text) if text and _DIGITS.fullmatch(text) and int(text) <= _BIGGEST else None


def batch_page(args: Mapping[str, str]) -> dict[str, Any]:
    """What templates/stops/batches.html shows."""
    platforms = [
        {
            "name": one.name,
            "not_taken": one.not_taken,
            "hours": hours_waited(one.oldest_at),
            "late": is_late(one.oldest_at),
            "law_ends_on": law_ends_on(one.oldest_at) if one.oldest_at else None,
            "last_at": one.last_at,
            "taken": one.taken,
            "done": one.done,
        }
        for one in suppression.waiting()
    ]
    platform, state = filters(args)
    before, changed = number_in(args.get("before")), number_in(args.get("changed"))
    found = suppression.batches(platform, done=STATES[state], before=before, most=PAGE + 1)
    return {
        "platforms": platforms,
        "platform": platform,
        "state": state,
        "batches": found[:PAGE],
        "older": found[PAGE - 1].id if len(found) > PAGE else None,
        "is_first": before is None,
        "changed": suppression.find_batch(changed) if changed else None,
    }
