"""A refusal beside the field it is about."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.core.refusals import Refusal, TooMany
from app.core.settings import current

# Far above what people do. The limits on passwords and codes are in the database; this one keeps its rows few.
FLOOD = "60 per minute"


def wrong(field: Any, no: Refusal) -> None:
    """Put the refusal's sentence beside that field; of a limit, with the time when it ends."""
    field.errors = [_retry(no) if isinstance(no, TooMany) else no.sentence]


def _retry(no: TooMany) -> str:
    at = no.retry_at.astimezone(current().brand.zone)
    half = "a.m." if at.hour < 12 else "p.m."
    return _("Too many tries. After %(at)s you can try again.", at=f"{at.hour % 12 or 12}:{at.minute:02} {half}")
