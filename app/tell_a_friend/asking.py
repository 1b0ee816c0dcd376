"""Asking: what was typed is stored sealed, and nothing goes to the friend."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import fingerprint, match_key
from app.core.limits import take
from app.core.refusals import Refusal, TooMany
from app.products import Product
from app.tell_a_friend import rules
from app.tell_a_friend.breaker import Resting, refuse_resting
from app.tell_a_friend.figures import PER_NETWORK, PER_SITE
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.sealing import Words, seal


class NotOffered(Refusal):
    """The shop does not sell it any more."""

    status = 410


def ask(product: Product, words: Words, network: str, country: str = "", source: str = "page") -> Recommendation:
    """A note that waits for its sender's proof, for as long as `figures.LIFETIME`.

    Raises Resting, NotOffered, OwnAddress, or TooMany for the network. Takes limits, so call it before the first write.
    Flushes; the entry point commits.
    """
    refuse_resting()
    rules.refuse_own_address(words.friend_address, words.sender_address)
    if not product.is_offered:
        raise NotOffered(_("We don’t sell this any more."))
    _take_limits(network)
    sealed, data_key = seal(words)
    mark = fingerprint(settings.current().fingerprint_keys, "email", match_key(words.sender_address))
    row = Recommendation(
        product_id=product.id,
        asked_at=clock.now(),
        sender_name="",
        sender_value=mark.value,
        sender_key_id=mark.key_id,
        country=country,
        source=source,
        sealed=sealed,
        data_key=data_key,
        outcome="",
    )
    session().add(row)
    session().flush()
    return row


def _take_limits(network: str) -> None:
    taken = take(PER_NETWORK, network)
    if not taken.within:
        raise TooMany(_("That’s a lot of notes from one place. Try again in an hour."), taken.retry_at)
    if not take(PER_SITE, "").within:
        raise Resting
