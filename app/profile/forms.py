"""Forms of the profile. Each knows how to apply itself, so that one kept through a sign-in is saved in the same way."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from app.core.forms import Form
from app.people import By, Person
from app.profile import animals, answers, interests, names
from app.profile.animals import Told
from app.profile.births import NotAMonth, read_month
from app.profile.came import Seen
from app.topics import ANIMALS

_NEVER = ("Cc", "Cf", "Cs", "Co")  # controls, marks of direction, halves of a character: nobody types them
_JOINER = "\u200d"  # some scripts write names with it
_MOST = 100  # ticks and hidden values of one form
_LONGEST_KEPT = 500


def one_line(typed: str | None) -> str:
    """What was typed as one line of text without what cannot be seen."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", typed or ""))
    return "".join(char for char in text if char == _JOINER or unicodedata.category(char) not in _NEVER).strip()


def at_most(field: Field, longest: int) -> None:
    """Raises ValidationError that says by how much it is too long."""
    if (over := len(str(field.data or "")) - longest) > 0:
        raise ValidationError(ngettext("Shorten it by %(num)s character", "Shorten it by %(num)s characters", over))


class ProfileForm(Form):
    """One form: what of it is shown when it comes back, and how it is saved. `number`: the row it is about, or 0."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        """Apply a valid form. Flushes."""
        raise NotImplementedError

    def kept(self) -> list[tuple[str, list[str]]]:
        """The fields as they came, to carry them through a sign-in: (name, values)."""
        return [(field.name, [str(field.data or "")[:_LONGEST_KEPT]]) for field in self]

    @property
    def entries(self) -> list[tuple[str, Field]]:
        """(id of the input, field), for the summary of errors."""
        return [(field.name.replace("_", "-"), field) for field in self]


class NameForm(ProfileForm):
    """First and last name, each may be empty."""

    first_name = StringField(filters=[one_line])
    last_name = StringField(filters=[one_line])

    def validate_first_name(self, field: Field) -> None:
        at_most(field, names.LONGEST["first_name"])

    def validate_last_name(self, field: Field) -> None:
        at_most(field, names.LONGEST["last_name"])

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        names.set_name(person, str(self.first_name.data), str(self.last_name.data), by)


class AddressedForm(ProfileForm):
    """How to be addressed; empty: by the first name."""

    addressed_as = StringField(filters=[one_line])

    def validate_addressed_as(self, field: Field) -> None:
        at_most(field, names.LONGEST["addressed_as"])

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        names.set_addressed_as(person, str(self.addressed_as.data), by)


class GenderForm(ProfileForm):
    """Gender in her own words; empty: not given. There is no list and no default."""

    gender = StringField(filters=[one_line])

    def validate_gender(self, field: Field) -> None:
        at_most(field, names.LONGEST["gender"])

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        names.set_gender(person, str(self.gender.data), by)


class UseForm(ProfileForm):
    """The two questions. `was_…` is what the page showed: an answer that was not touched is none."""

    what = ""  # a key of answers.USES
    mail = StringField(filters=[one_line])
    ads = StringField(filters=[one_line])
    was_mail = StringField(filters=[one_line])
    was_ads = StringField(filters=[one_line])

    def given(self) -> dict[str, str]:
        """What was answered on this form."""
        asked = {"mail": (self.mail.data, self.was_mail.data), "ads": (self.ads.data, self.was_ads.data)}
        return {name: str(said) for name, (said, was) in asked.items() if said and said != was}

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        answers.answer(person, self.what, self.given(), by, seen)


class AnimalUseForm(UseForm):
    """The two questions about animals alone."""

    what = "animals"


class InterestUseForm(UseForm):
    """The two questions about interests alone."""

    what = "interests"


class AnimalForm(AnimalUseForm):
    """Kind, name and birth month, at least one of them, and the two questions."""

    kind = StringField(filters=[one_line])
    name = StringField(filters=[one_line])
    born = StringField(filters=[one_line])

    def validate_kind(self, field: Field) -> None:
        if field.data and field.data not in ANIMALS:
            raise ValidationError(_("Choose a kind from the list, or leave it open"))
        if not (field.data or self.name.data or self.born.data):
            raise ValidationError(_("Say at least one of kind, name or birth month"))

    def validate_name(self, field: Field) -> None:
        at_most(field, animals.LONGEST_NAME)

    def validate_born(self, field: Field) -> None:
        try:
            read_month(str(field.data))
        except NotAMonth as no:
            raise ValidationError(no.sentence) from None

    def told(self) -> Told:
        """What was said, once it is valid."""
        return Told(str(self.kind.data or ""), str(self.name.data), read_month(str(self.born.data)))

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        if number:
            animals.change_animal(animals.animal_of(person.id, number), self.told(), by)
        else:
            animals.add_animal(person, self.told(), by)
        super().save(person, number, by, seen)


class InterestsForm(InterestUseForm):
    """Ticks of what the shop offers and of what she said before, one more of each in her own words, and the two questions."""

    interest = StringField(filters=[one_line])
    content_topic = StringField(filters=[one_line])
    was_interest = StringField(filters=[one_line])
    was_content_topic = StringField(filters=[one_line])
    more_interest = StringField(filters=[one_line])
    more_content_topic = StringField(filters=[one_line])

    def ticked(self, name: str) -> list[str]:
        """What is ticked, and what was typed beside it."""
        typed = str(self[f"more_{name}"].data or "")
        return [*self.ticked_boxes(name), *([typed] if typed else [])]

    def ticked_boxes(self, name: str) -> list[str]:
        """What is ticked."""
        return self._values(name)

    def kept(self) -> list[tuple[str, list[str]]]:
        return [(field.name, self._values(field.name) or [str(field.data or "")[:_LONGEST_KEPT]]) for field in self]

    def validate_more_interest(self, field: Field) -> None:
        at_most(field, interests.LONGEST)

    def validate_more_content_topic(self, field: Field) -> None:
        at_most(field, interests.LONGEST)

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        for name in interests.NAMES:
            interests.set_interests(person, name, self.ticked(name), self._values(f"was_{name}"), by)
        super().save(person, number, by, seen)

    def _values(self, name: str) -> list[str]:
        cleaned = (one_line(value)[: interests.LONGEST] for value in self[name].raw_data or ())
        return [value for value in cleaned if value][:_MOST]
