"""What a sender is told openly, since it is about herself: no order for a friend in Canada, or that her notes were abuse."""

from __future__ import annotations

from flask_babel import gettext as _

from app import people
from app.core import settings
from app.core.refusals import Refusal
from app.products import Product
from app.tell_a_friend.barring import is_barred
from app.tell_a_friend.countries import BUSINESS_YEARS, CANADA, has_business_here


class NoOrderLately(Refusal):
    """A note to Canada needs a sender who bought from us."""

    status = 422
    why = "canada"


class Barred(Refusal):
    """She sends no more notes: her friends reported them."""

    status = 403
    why = "closed"


OPENLY = (NoOrderLately, Barred)


def check_sender(country: str, subject_id: str) -> None:
    """May she who proved her address have a note sent there? Raises NoOrderLately or Barred."""
    if is_barred(subject_id):
        raise Barred(sentence(Barred.why))
    person = people.person_by_subject(subject_id)
    if country == CANADA and (person is None or not has_business_here(person.id)):
        raise NoOrderLately(sentence(NoOrderLately.why))


def sentence(why: str) -> str:
    """The same on every page that says it."""
    if why == NoOrderLately.why:
        return _(
            "For a friend in Canada, the law lets us write only for someone who bought from us in the last %(years)s years. "
            "We find no such order under your address.",
            years=BUSINESS_YEARS,
        )
    return _(
        "We don’t send notes for you any more, because of what friends told us about them. If that is wrong, call %(phone)s.",
        phone=settings.current().brand.phone,
    )


def not_sent_path(product: Product, no: NoOrderLately | Barred) -> str:
    """Where she is told, once her address is proven."""
    return f"/products/{product.slug}/tell-a-friend/not-sent/{no.why}"
