"""Forms of the console: what a hand typed → values the services speak."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.channels import CHANNELS
from app.core.forms import AddressForm, Form
from app.staff import Role
from app.topics import ANIMALS, DEFAULTS, FIXED, KINDS, SLUG, WORDS, Topic

LONGEST = {"title": 80, "description": 400, "how_often": 80}
MOST_A_MONTH = 60
MOST_A_YEAR = 366
_LONGEST_SLUG = 40


def one_line(text: str | None) -> str:
    """Without control characters, which PostgreSQL or a browser would refuse, and with single spaces."""
    return " ".join("".join(letter if letter >= " " and letter != "\x7f" else " " for letter in text or "").split())


def _said(field: Field, missing: str) -> None:
    """A text that is there and fits."""
    if not field.data:
        raise ValidationError(missing)
    if len(field.data) > LONGEST[field.name]:
        raise ValidationError(_("Make it shorter: at most %(most)s characters", most=LONGEST[field.name]))


def _whole(field: Field, most: int) -> None:
    """A whole number from 0 on."""
    text = field.data
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= most):
        raise ValidationError(_("Enter a whole number from 0 to %(most)s", most=most))
    field.data = str(int(text))


class InviteForm(AddressForm):
    """Whom to invite, as what."""

    role = SelectField(validate_choice=False)

    def validate_role(self, field: Any) -> None:
        """Called by the form: chosen, and one of ours."""
        if field.data not in list(Role):
            raise ValidationError(_("Choose what they will work as"))


class TopicForm(Form):
    """What may change about a topic."""

    title = StringField(filters=[one_line])
    description = TextAreaField(filters=[one_line])
    how_often = StringField(filters=[one_line])
    a_month = StringField(filters=[one_line])
    a_year = StringField(filters=[one_line])
    animal = SelectField(validate_choice=False)
    default = SelectField(validate_choice=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_title(self, field: Any) -> None:
        _said(field, _("Give it a name"))

    def validate_description(self, field: Any) -> None:
        _said(field, _("Say what it is"))

    def validate_how_often(self, field: Any) -> None:
        _said(field, _("Say how often it comes"))

    def validate_a_month(self, field: Any) -> None:
        """A whole number; 0 stands for rarer than monthly."""
        _whole(field, MOST_A_MONTH)

    def validate_a_year(self, field: Any) -> None:
        """A whole number; 0 for what is not on paper."""
        _whole(field, MOST_A_YEAR)

    def validate_animal(self, field: Any) -> None:
        """One kind, or none."""
        field.data = field.data or ""
        if field.data and field.data not in ANIMALS:
            raise ValidationError(_("Choose an animal, or none"))

    def validate_default(self, field: Any) -> None:
        if field.data not in DEFAULTS:
            raise ValidationError(_("Choose who gets it without having asked"))

    @property
    def words(self) -> dict[str, str | None]:
        """What was typed, as the service takes it."""
        return {name: self[name].data for name in WORDS}


class NewTopicForm(TopicForm):
    """A topic that is not there yet: also what will never change."""

    slug = StringField(filters=[one_line])
    channel = SelectField(validate_choice=False)
    kind = SelectField(validate_choice=False)

    def validate_slug(self, field: Any) -> None:
        if not SLUG.match(field.data) or len(field.data) > _LONGEST_SLUG:
            raise ValidationError(_("At most 40 small letters, digits and single hyphens, like horse-catalog"))

    def validate_channel(self, field: Any) -> None:
        if field.data not in [channel.name for channel in CHANNELS]:
            raise ValidationError(_("Choose how it is sent"))

    def validate_kind(self, field: Any) -> None:
        if field.data not in KINDS:
            raise ValidationError(_("Choose what kind of mail it is"))

    @property
    def fixed(self) -> dict[str, str]:
        """What will never change."""
        return {name: str(self[name].data) for name in FIXED}


def filled_with(topic: Topic) -> TopicForm:
    """The form as the topic stands."""
    return TopicForm(formdata=None, data={name: str(getattr(topic, name)) for name in WORDS})
