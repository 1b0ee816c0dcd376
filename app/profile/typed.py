"""What stands in a form, in words: its boxes, and what was typed when the session had ended."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.profile.address_forms import AddressForm
from app.profile.forms import AnimalForm, InterestsForm, ProfileForm, UseForm
from app.profile.phone_forms import PhoneForm
from app.profile.words import animal_kind, kind_words, label_of


@dataclass(frozen=True)
class Ticks:
    """The boxes of one question: all, those ticked now, and those that are held."""

    name: str
    all: list[str]
    ticked: list[str]
    held: list[str]


@dataclass(frozen=True)
class Typed:
    """One line of "here is what you typed"."""

    label: str
    value: str


def typed_in(form: ProfileForm) -> list[Typed]:
    """What is on the form, in words, without what is empty."""
    if isinstance(form, AnimalForm):
        lines = [Typed(_("Kind"), animal_kind(str(form.kind.data)) if form.kind.data else "")]
        lines += [Typed(_("Name"), str(form.name.data)), Typed(_("Birth month"), str(form.born.data))]
    elif isinstance(form, InterestsForm):
        lines = [Typed(label_of(name), ", ".join(form.ticked(name))) for name in ("interest", "content_topic")]
    elif isinstance(form, PhoneForm):
        lines = [Typed(label_of("phone"), str(form.phone.data)), Typed(_("Kind"), kind_words(str(form.kind.data)))]
    elif isinstance(form, AddressForm):
        lines = [Typed(str(asked.label), str(field.data or "")) for asked, field, _fill in form.shown]
    elif isinstance(form, UseForm):
        lines = []
    else:
        names = {"first_name": _("First name"), "last_name": _("Last name")}
        lines = [Typed(names.get(one.name) or label_of(one.name), str(one.data) or _("nothing")) for one in form]
    return [line for line in [*lines, *_answers(form)] if line.value]


def _answers(form: ProfileForm) -> list[Typed]:
    words = {"yes": _("Yes"), "no": _("No")}
    labels = {"ads": _("For ads on other sites"), "mail": _("To pick what we send you")}
    given = form.given() if isinstance(form, UseForm) else {}
    return [Typed(labels[name], words.get(said, "")) for name, said in given.items()]
