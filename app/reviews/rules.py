"""The closed lists of reviews: connections to the shop, reasons to turn one down, reasons to report one.

16 CFR 465.7(b) lists on what ground a review may be withheld where the shop says that it shows its reviews. A low rating or
a negative opinion is not among them, so neither is it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


@unique
class Connection(StrEnum):
    """How an author is tied to the shop (16 CFR 255.5, 465.5). Alphabetical."""

    DISCOUNT = "discount"
    EMPLOYEE = "employee"
    FREE_PRODUCT = "free_product"
    RELATIVE = "relative"


# Their reviews are shown with a badge and stand in no average (16 CFR 465.5: insiders).
INSIDERS = frozenset({Connection.EMPLOYEE, Connection.RELATIVE})

BADGES: dict[Connection, LazyString] = {
    Connection.DISCOUNT: _l("Got a discount for an honest review"),
    Connection.EMPLOYEE: _l("Works for the shop. Not in the average"),
    Connection.FREE_PRODUCT: _l("Got the product for free"),
    Connection.RELATIVE: _l("Family of someone at the shop. Not in the average"),
}

ANSWERS: dict[Connection, LazyString] = {
    Connection.DISCOUNT: _l("I got a discount or a gift for writing it"),
    Connection.EMPLOYEE: _l("I work for the shop"),
    Connection.FREE_PRODUCT: _l("I got the product for free"),
    Connection.RELATIVE: _l("Someone in my family works for the shop"),
}


@dataclass(frozen=True)
class Ground:
    """A reason in words: as the moderator chooses it, as the author reads it, and what she can do about it."""

    choice: LazyString
    told: LazyString
    mend: LazyString


@unique
class Reason(StrEnum):
    """Why a review may be turned down: 16 CFR 465.7(b)(1)–(3). Alphabetical; there is no other."""

    ABUSIVE = "abusive"
    CONFIDENTIAL = "confidential"
    DISCRIMINATORY = "discriminatory"
    FAKE = "fake"
    FALSE = "false"
    PERSONAL_DATA = "personal_data"
    UNRELATED = "unrelated"


GROUNDS: dict[Reason, Ground] = {
    Reason.ABUSIVE: Ground(
        _l("Abusive, obscene or defamatory"),
        _l("It insults someone, or uses words we don’t print."),
        _l("Say what went wrong without the insult, and send it again."),
    ),
    Reason.CONFIDENTIAL: Ground(
        _l("Confidential"),
        _l("It tells something confidential, such as a trade secret."),
        _l("Take that part out and send it again."),
    ),
    Reason.DISCRIMINATORY: Ground(
        _l("Discriminatory"),
        _l("It speaks against people for their race, sex, faith, origin or the like."),
        _l("Take that part out and send it again."),
    ),
    Reason.FAKE: Ground(
        _l("Believed to be fake"),
        _l("We believe it was not written by someone who used the product."),
        _l("If you did, tell us what you saw when you used it, and send it again."),
    ),
    Reason.FALSE: Ground(
        _l("Clearly false or misleading"),
        _l("It says something that is clearly not true of this product."),
        _l("Check it against the product in your hands, and send it again."),
    ),
    Reason.PERSONAL_DATA: Ground(
        _l("Someone’s personal data"),
        _l("It has someone’s personal data in it, such as a phone number, an address or a full name."),
        _l("Take it out and send it again."),
    ),
    Reason.UNRELATED: Ground(
        _l("Not about this product"),
        _l("It isn’t about this product or its purchase."),
        _l("Tell us about the product itself. For anything else, call or write to us."),
    ),
}


@unique
class Complaint(StrEnum):
    """Why a reader reports a review. Alphabetical."""

    ABUSIVE = "abusive"
    FAKE = "fake"
    PERSONAL_DATA = "personal_data"
    UNRELATED = "unrelated"


COMPLAINTS: dict[Complaint, LazyString] = {
    Complaint.ABUSIVE: _l("It insults someone"),
    Complaint.FAKE: _l("I think it is fake"),
    Complaint.PERSONAL_DATA: _l("It tells who or where someone is"),
    Complaint.UNRELATED: _l("It isn’t about this product"),
}
