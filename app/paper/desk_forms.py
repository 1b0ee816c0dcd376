"""Forms of the desk's pages about paper mail."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from app.core import clock, settings
from app.core.forms import Form
from app.paper.calendar import LONGEST_NAME, YEARS_AHEAD, YEARS_BACK, paper_topics
from app.paper.models import PrintRun

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def one_line(text: str | None) -> str:
    """Without control characters, which PostgreSQL or a browser would refuse, and with single spaces."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text or "").split())


class RunForm(Form):
    """One issue: of what, its name, and two days."""

    topic_id = SelectField(validate_choice=False)
    name = StringField(filters=[one_line])
    list_pulled_on = StringField(filters=[one_line])
    in_homes_until = StringField(filters=[one_line])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_topic_id(self, field: Any) -> None:
        """Called by the form: a kind of paper mail that is in use."""
        if field.data not in {str(topic.id) for topic in paper_topics()}:
            raise ValidationError(_("Choose a kind of paper mail"))

    def validate_name(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Give it a name, like Spring horse catalog"))
        if len(field.data) > LONGEST_NAME:
            raise ValidationError(_("Make it shorter: at most %(most)s characters", most=LONGEST_NAME))

    def validate_list_pulled_on(self, field: Any) -> None:
        field.data = _day(field.data).isoformat()

    def validate_in_homes_until(self, field: Any) -> None:
        until = _day(field.data)
        field.data = until.isoformat()
        pulled = _read(self.list_pulled_on.data)
        if pulled is not None and until < pulled:
            raise ValidationError(_("Enter a day on or after the day the list is pulled"))

    @property
    def words(self) -> dict[str, str | None]:
        """What was typed, as the service takes it."""
        return {name: self[name].data for name in ("topic_id", "name", "list_pulled_on", "in_homes_until")}


def filled_with(run: PrintRun) -> RunForm:
    """The form as the entry stands."""
    names = ("topic_id", "name", "list_pulled_on", "in_homes_until")
    return RunForm(formdata=None, data={name: str(getattr(run, name)) for name in names})


def _read(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text or "") and text else None
    except ValueError:
        return None


def _day(text: str | None) -> date:
    """A day near enough to today to be meant. Raises ValidationError."""
    day, today = _read(text), clock.today(settings.current().brand.zone)
    if day is None:
        raise ValidationError(_("Enter a day like %(day)s", day=today.isoformat()))
    if not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        low, high = today.year - YEARS_BACK, today.year + YEARS_AHEAD
        raise ValidationError(_("Check the year: it lies between %(low)s and %(high)s", low=low, high=high))
    return day
