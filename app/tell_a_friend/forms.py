"""The form of a note to a friend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from wtforms import EmailField, Field, StringField
from wtforms.validators import ValidationError

from app.core.fingerprints import NotAnAddress, canonical_email, mailbox_key
from app.core.forms import AddressForm, printable
from app.tell_a_friend import countries, rules
from app.tell_a_friend.countries import CANADA
from app.tell_a_friend.figures import LONGEST_NAME
from app.tell_a_friend.rules import BadWords
from app.tell_a_friend.sealing import Words

_IDS = {
    "friend_name": "friend-name",
    "friend_email": "friend-email",
    "country": "country",
    "first_name": "first-name",
    "last_name": "last-name",
    "email": "email",
    "note": "note",
    "knows": "knows",
}
# Far above what any field takes: what is longer is cut before anything looks at it.
_MOST = 4_000


def _kept(text: str | None) -> str:
    """What was typed, without characters that HTML and PostgreSQL cannot hold; line breaks stay."""
    return "".join(
        letter for letter in (text or "")[:_MOST] if letter in "\n\t" or (letter >= " " and letter != "\x7f")
    )


class TellForm(AddressForm):
    """Friend, sender and note; the sender's address only of who is not signed in."""

    friend_name = StringField(filters=[_kept])
    friend_email = EmailField(filters=[printable])
    country = StringField(filters=[_kept])
    first_name = StringField(filters=[_kept])
    last_name = StringField(filters=[_kept])
    note = StringField(filters=[_kept])
    knows = StringField(filters=[_kept])

    def __init__(self, *, signed_in_as: str | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if signed_in_as is not None:
            self.address = signed_in_as
            del self.email

    @property
    def asks_address(self) -> bool:
        return "email" in self

    @property
    def entries(self) -> list[tuple[str, Field]]:
        """(id of the first input, field), in the order of the page, for the summary of errors."""
        return [(first, self[name]) for name, first in _IDS.items() if name in self]

    @property
    def sender_name(self) -> str:
        """As the friend reads it."""
        return f"{self.first_name.data or ''} {self.last_name.data or ''}".strip()

    def words(self) -> Words:
        """What was typed, once it is valid."""
        return rules.read_words(
            self.friend_name.data, str(self.friend_email.data), self.sender_name, self.address, self.note.data
        )

    def validate_friend_name(self, field: Any) -> None:
        _checked(rules.friend_name, field.data)

    def validate_friend_email(self, field: Any) -> None:
        """A friend's address, not one's own, and not at the end of a country where no note goes."""
        try:
            address = canonical_email(str(field.data))
            own = canonical_email(self.address or str(self.email.data))
        except NotAnAddress as no:
            address, own = _friend_or_error(field.data, no), ""
        if own and mailbox_key(address) == mailbox_key(own):
            raise ValidationError(_("That is your own address. Enter your friend’s."))
        if self.country.data not in countries.refused_codes() and countries.is_refused("", address):
            raise ValidationError(_("This address is in a country we can’t write to this way. Send the link yourself."))

    def validate_country(self, field: Any) -> None:
        if field.data not in countries.CODES:
            raise ValidationError(_("Choose the country where your friend lives."))
        if field.data in countries.refused_codes():
            raise ValidationError(_("We don’t send these notes there. Send your friend the link yourself."))

    def validate_first_name(self, field: Any) -> None:
        _checked(rules.sender_name, field.data)
        if len(self.sender_name) > LONGEST_NAME:
            raise ValidationError(_("Keep your first and last name to %(most)s characters", most=LONGEST_NAME))

    def validate_last_name(self, field: Any) -> None:
        """SOR/2013-36 s. 4(1)(b): the full name of who made the referral."""
        if self.country.data == CANADA or field.data:
            _checked(rules.sender_name, field.data, _("Enter your last name. For Canada, the law asks for it."))

    def validate_note(self, field: Any) -> None:
        _checked(rules.note_text, field.data)

    def validate_knows(self, field: Any) -> None:
        """SOR/2013-36 s. 4(1)(a): a personal or family relationship with the friend."""
        if self.country.data == CANADA and field.data != "yes":
            raise ValidationError(_("For Canada: tick that you are family or know each other personally"))


def _friend_or_error(text: Any, no: NotAnAddress) -> str:
    """The friend's address, where it was the sender's own that could not be read."""
    try:
        return canonical_email(str(text))
    except NotAnAddress:
        raise ValidationError(_("Your friend’s address: %(why)s", why=no.sentence)) from None


def _checked(rule: Callable[[str | None], str], text: str | None, missing: str = "") -> None:
    try:
        rule(text)
    except BadWords as no:
        raise ValidationError(missing if missing and not (text or "").strip() else no.sentence) from None
