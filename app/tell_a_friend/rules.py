"""What a note to a friend may hold: each text checked by itself, with a sentence that says what to change.

The names go into a subject line that is signed by the shop, so they are names and nothing else. The note is plain text
between two people who can answer each other: nobody needs a link, an address or a number in it, except those who would use
us to spread one.
"""

from __future__ import annotations

import re
import unicodedata

from flask_babel import gettext as _

from app import outbox
from app.core import settings
from app.core.cards import mask_cards
from app.core.contacts import emails, links, phones
from app.core.fingerprints import canonical_email, mailbox_key
from app.core.refusals import BadQuestion
from app.tell_a_friend.figures import LONGEST_FIRST_NAME, LONGEST_NAME, LONGEST_NOTE
from app.tell_a_friend.sealing import Words

_LONGEST_READ = 4_000
# What no name has: markup, an address, an encoded word (RFC 2047), the marks that part headers and addresses.
_NO_NAME = re.compile(r"[<>@:;\"\\=?|{}\[\]/*#^~$%&+]|\bwww\b", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z/!?]|\[[^\]]{0,300}\]\s?\(|\[/?(?:url|img|b|i)\b", re.IGNORECASE)
# Mail programs make a link of any ending there is, and new ones come each month: so none of this shape passes.
_DOTTED = re.compile(r"[^\W_]\.(?:[^\W\d_]{2}|xn--)|\b\d{1,3}(?:\.\d{1,3}){3}\b", re.IGNORECASE)
_MOST_DIGITS = 2  # "Sam 2nd" is a name, "Sam 0173" is a way to call her
_MOST_MARKS = 4  # accents on one letter
_LOOK_ALIKE = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC"))
_JOINERS = "\u200c\u200d"  # names of India and Iran need them


class BadWords(BadQuestion):
    """Something in the form cannot be sent as it is. The sentence says what to change."""


class OwnAddress(BadWords):
    """Sender and friend are the same, by the limit key."""


def friend_name(text: str | None) -> str:
    """The friend's first name. Raises BadWords."""
    return _name(text, LONGEST_FIRST_NAME, _("Enter your friend’s first name."))


def sender_name(text: str | None) -> str:
    """The sender's name, as the friend reads it in the subject. Raises BadWords."""
    name = _name(text, LONGEST_NAME, _("Enter your name. Your friend reads it."))
    shop = settings.current().brand
    if _bare(shop.name) in _bare(name) or _bare(shop.organisation) in _bare(name):
        raise BadWords(_("Enter your own name, not the shop’s."))
    return name


def note_text(text: str | None) -> str:
    """The note, or "": plain text with its lines. Card numbers are masked. Raises BadWords."""
    note = mask_cards(_lines(text))
    if len(note) > LONGEST_NOTE:
        raise BadWords(
            _("Keep your note to %(most)s characters. It has %(count)s.", most=LONGEST_NOTE, count=len(note))
        )
    if any(emails(_plain(note))):
        raise BadWords(_("Take the email address out of your note. Your friend’s reply goes to you."))
    if _has_link(_plain(note)) or _MARKUP.search(note):
        raise BadWords(
            _(
                "Take links and web addresses out of your note: we add one to the product. Leave a space after each period."
            )
        )
    if any(phones(_plain(note))):
        raise BadWords(_("Take the phone number out of your note. Your friend’s reply goes to you."))
    return note


def refuse_own_address(friend: str, sender: str) -> None:
    """Both canonical. Says nothing about the friend, so it is said openly. Raises OwnAddress."""
    if mailbox_key(friend) == mailbox_key(sender):
        raise OwnAddress(_("That is your own address. Enter your friend’s."))


def read_words(
    friend: str | None, friend_email: str, sender: str | None, sender_email: str, note: str | None = ""
) -> Words:
    """Everything that was typed, checked. Raises BadWords, or NotAnAddress."""
    to, by = canonical_email(friend_email), canonical_email(sender_email)
    refuse_own_address(to, by)
    return Words(friend_name(friend), to, sender_name(sender), by, note_text(note))


def _name(text: str | None, longest: int, missing: str) -> str:
    name = " ".join(_lines(text).split())
    if not any(_is_letter(char) for char in name):
        raise BadWords(missing)
    if len(name) > longest:
        raise BadWords(_("Keep the name to %(most)s characters.", most=longest))
    digits = sum(unicodedata.category(char)[0] == "N" for char in name)
    plain = _plain(name)
    odd = digits > _MOST_DIGITS or _NO_NAME.search(plain) or _has_link(plain) or not _fits_subject(name)
    if odd or any(len(_scripts(word)) > 1 for word in name.split()):
        raise BadWords(_("Enter a name: letters, spaces, hyphens and apostrophes."))
    return name


def _fits_subject(name: str) -> bool:
    """Said here, where it can be changed: a mail that cannot be composed would use up the friend all the same."""
    try:
        outbox.header_text("Subject", name)
    except outbox.UnsafeHeader:
        return False
    return True


def _scripts(word: str) -> frozenset[str]:
    """Which of the scripts whose letters look alike are in it: in two of them somebody writes as the shop."""
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in _plain(word))
    return _LOOK_ALIKE.intersection(names)


def _has_link(plain: str) -> bool:
    return _DOTTED.search(plain) is not None or any(links(plain))


def _lines(text: str | None) -> str:
    """Without what cannot be seen or steers the writing; every line break is one, every other space is a space."""
    found = (text or "")[:_LONGEST_READ].replace("\r\n", "\n").replace("\r", "\n")
    kept, marks = [], 0
    for char in unicodedata.normalize("NFC", found):
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        if char == "\n" or category in ("Zl", "Zp"):
            kept.append("\n")
        elif category in ("Cc", "Zs"):
            kept.append(" ")
        elif (category[0] != "C" or char in _JOINERS) and marks <= _MOST_MARKS:
            kept.append(char)
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _plain(text: str) -> str:
    """Look-alikes as what they are: wide letters, a full stop of another script, joiners inside a word."""
    folded = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    return folded.replace("\u200c", "").replace("\u200d", "")


def _bare(text: str) -> str:
    return "".join(char for char in _plain(text).casefold() if char.isalnum())


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] == "L"
