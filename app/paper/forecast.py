"""What you will get: about how much mail comes, from choices and calendar. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# At most so many mails a month under each pace of email, and issues a year under each pace of a catalog; None: no cap.
EMAILS_A_MONTH: dict[str, int | None] = {"all": None, "week": 4, "month": 1}
ISSUES_A_YEAR: dict[str, int | None] = {"all": None, "year4": 4, "year1": 1}
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class EmailTopic:
    """An email topic: whether it is on for her, and about how many a month (0: rarer)."""

    is_on: bool
    a_month: int


@dataclass(frozen=True)
class PaperTopic:
    """A paper topic. `is_on`: chosen, with an address and no shared stop; `pulled_on`: days on which lists of coming
    issues are pulled, empty where the calendar says nothing."""

    is_on: bool
    a_year: int
    is_catalog: bool
    pace: str = "all"
    pulled_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class Forecast:
    """About how much comes: emails a month, catalogs and other paper a year. `rarely`: some email, less than one a month."""

    emails: int = 0
    rarely: bool = False
    catalogs: int = 0
    other_paper: int = 0


def forecast(
    emails: Iterable[EmailTopic],
    papers: Iterable[PaperTopic],
    today: date,
    pace: str = "all",
    *,
    on_a_break: bool = False,
) -> Forecast:
    """Add it up. Never negative, and a stricter choice never raises a number (property test)."""
    each = [topic.a_month for topic in emails if topic.is_on and not on_a_break]
    mails = _capped(sum(each), EMAILS_A_MONTH[pace])
    issues = [(topic.is_catalog, _issues(topic, today)) for topic in papers if topic.is_on]
    return Forecast(
        emails=mails,
        rarely=bool(each) and not mails,
        catalogs=sum(count for is_catalog, count in issues if is_catalog),
        other_paper=sum(count for is_catalog, count in issues if not is_catalog),
    )


def _issues(topic: PaperTopic, today: date) -> int:
    """Issues of the next 365 days: by the calendar where it names one that is not yet pulled, else the usual number."""
    ahead = [day for day in topic.pulled_on if day > today]
    count = sum(day <= today + YEAR for day in ahead) if ahead else topic.a_year
    return _capped(count, ISSUES_A_YEAR[topic.pace] if topic.is_catalog else None)


def _capped(count: int, most: int | None) -> int:
    return max(0, count if most is None else min(count, most))
