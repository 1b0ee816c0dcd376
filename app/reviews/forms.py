"""Forms of reviews."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from app.core.cards import mask_cards
from app.core.forms import AddressForm, Form
from app.reviews.names import NameFormat
from app.reviews.reading import Mine
from app.reviews.rules import Complaint, Connection
from app.reviews.texts import plain_line, plain_text, says_something
from app.reviews.writing import LONGEST, SHORTEST, Words

STARS = ("1", "2", "3", "4", "5")
LONGEST_NAME = 160
YES, NO = "yes", "no"


class ReviewForm(AddressForm):
    """Stars, words, how she is shown, her tie to the shop and her answers; the address only of who is not signed in."""

    stars = StringField()
    body = StringField(filters=[plain_text])
    name = StringField(filters=[plain_line])
    name_format = StringField()
    connection = StringField()
    publish = StringField()
    ads = StringField()
    shown = StringField()

    def __init__(self, *, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if signed_in:
            del self.email

    @property
    def asks_address(self) -> bool:
        return "email" in self

    @property
    def entries(self) -> list[tuple[str, Field]]:
        """(id of the first input, field), in the order of the page, for the summary of errors."""
        ids = {"stars": "stars-1", "body": "body", "name": "name", "name_format": "name-format-first_initial"}
        more = {"connection": "connection", "email": "email", "publish": "publish-yes"}
        return [(first, self[name]) for name, first in (ids | more).items() if name in self]

    def words(self) -> Words:
        """What was typed, once it is valid. Card numbers are masked here already: a draft is kept before it is sent."""
        return Words(
            stars=int(str(self.stars.data)),
            body=mask_cards(str(self.body.data)),
            name=mask_cards(str(self.name.data)),
            name_format=str(self.name_format.data),
            connection=str(self.connection.data or ""),
            publish=self.publish.data == YES,
            ads=bool(self.ads.data),
        )

    def validate_stars(self, field: Any) -> None:
        if field.data not in STARS:
            raise ValidationError(_("Choose a star rating"))

    def validate_body(self, field: Any) -> None:
        text = str(field.data)
        if len(text) < SHORTEST or not says_something(text):
            raise ValidationError(_("Write at least %(num)s characters about the product", num=SHORTEST))
        if (over := len(text) - LONGEST) > 0:
            raise ValidationError(ngettext("Shorten it by %(num)s character", "Shorten it by %(num)s characters", over))

    def validate_name(self, field: Any) -> None:
        if len(str(field.data)) > LONGEST_NAME:
            raise ValidationError(_("Shorten the name to %(num)s characters", num=LONGEST_NAME))

    def validate_name_format(self, field: Any) -> None:
        if field.data not in list(NameFormat):
            raise ValidationError(_("Choose how to show your name"))

    def validate_connection(self, field: Any) -> None:
        if field.data and field.data not in list(Connection):
            raise ValidationError(_("Choose what ties you to the shop, or none of these"))

    def validate_publish(self, field: Any) -> None:
        if field.data not in (YES, NO):
            raise ValidationError(_("Choose Yes or No: may we publish it?"))


class ReportForm(Form):
    """Why a reader finds a review wrong."""

    reason = StringField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_reason(self, field: Any) -> None:
        if field.data not in list(Complaint):
            raise ValidationError(_("Choose what is wrong with it"))


def empty_form(*, signed_in: bool, name: str = "") -> ReviewForm:
    """The form before anything was answered. How to be shown has a first answer; consent and stars have none."""
    start = {"name": name, "name_format": NameFormat.FIRST_INITIAL.value, "connection": ""}
    return ReviewForm(signed_in=signed_in, formdata=None, data=start)


def filled_form(mine: Mine) -> ReviewForm:
    """The form with what she sent last, and with the answers in force."""
    review = mine.review
    held = {
        "stars": str(mine.newest.stars),
        "body": mine.newest.body,
        "name": review.name,
        "name_format": review.name_format,
        "connection": review.connection,
        "publish": YES if review.agreed_at else NO,
        "ads": YES if review.ads_agreed_at else "",
    }
    return ReviewForm(signed_in=True, formdata=None, data=held)
