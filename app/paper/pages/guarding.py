"""How often a network may press here. The answer tells nothing, so guessing pays nothing; in bulk it must do no harm either."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import request

from app.core.chain import Scalar
from app.core.evidence import evidence
from app.core.limits import Limit, network, take

# Up to here a stop is a stop. Beyond it is honoured all the same, and the ledger notes that it was one of many.
STOPS = Limit("paper-stop", 30, timedelta(hours=1))
# Beyond this nobody copies labels any more: the page names the time, and nothing is stopped.
MANY_STOPS = Limit("paper-stops", 300, timedelta(hours=1))
# Reports end on somebody's desk.
REPORTS = Limit("paper-report", 20, timedelta(hours=1))


def seen() -> tuple[dict[str, Scalar], datetime | None]:
    """What comes with this press, and when the next one counts where this network pressed far too often."""
    where = network(request.remote_addr)
    first, far = take(STOPS, where), take(MANY_STOPS, where)
    return evidence() | {"one of many": int(not first.within)}, None if far.within else far.retry_at


def too_many_reports() -> datetime | None:
    """When the next report counts, where this network sent too many."""
    taken = take(REPORTS, network(request.remote_addr))
    return None if taken.within else taken.retry_at
