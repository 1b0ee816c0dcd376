"""Paces: how seldom mail may come, by email and by catalog. Pages print these numbers; the gate counts by them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

# "At most one a week" counts whole days between sends, so a mailing that slides by an hour does not lose its week.
PACE_DAYS = {"week": 7, "month": 30}


@dataclass(frozen=True)
class Yearly:
    """A pace of one catalog: at most `most` issues in any `within` days, and `apart` days from one to the next."""

    most: int
    apart: int
    within: int = 365


# The states of `pace:<slug>` on the post channel; any other is every issue. What counts is the day a campaign of that topic
# was signed, in the shop's zone. Four a year would be 91 days apart: a quarter less lets a print date slide by three weeks,
# and still no spring may bring two issues in a month.
YEARLY = {"year4": Yearly(most=4, apart=68), "year1": Yearly(most=1, apart=365)}
# No pace looks further back: emails in days of a month, issues in days of a year, and a day for the zone.
SENDS_LOOK_BACK = timedelta(days=32)
ISSUES_LOOK_BACK = timedelta(days=366)


def next_issue_on(pace: Yearly, issued: Collection[date]) -> date | None:
    """The first day another issue fits, from the days of earlier ones; None when there was none."""
    if not issued:
        return None
    newest = sorted(issued, reverse=True)
    days = [newest[0] + timedelta(days=pace.apart)]
    if len(newest) >= pace.most:
        days.append(newest[pace.most - 1] + timedelta(days=pace.within))
    return max(days)
