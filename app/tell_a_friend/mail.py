"""The one mail to a friend: composed at hand-over from the sealed part, which is destroyed when the message is over."""

from __future__ import annotations

from typing import Any

from app import outbox, people
from app.core import settings
from app.core.database import session
from app.core.fingerprints import fingerprint, mailbox_key
from app.core.messages import Letter
from app.links import StopLink, stop_url
from app.products import Product, product_by_id
from app.tell_a_friend.barring import is_barred
from app.tell_a_friend.breaker import open_breaker
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.places import product_url, refusal_url
from app.tell_a_friend.sealing import Words, opened
from app.tell_a_friend.sending import WIPING, end, is_old, locked


def compose(reference: str) -> Letter | None:
    """The mail, or None: its time is over, sender or product is gone, or she was barred since.

    Raises outbox.Held while the breaker is open.
    """
    row = session().get(Recommendation, int(reference), populate_existing=True)
    words = opened(row) if row and not row.is_over and not is_old(row) else None
    if row is None or words is None or row.sender_subject is None:
        return None
    product = product_by_id(row.product_id)
    if people.person_by_subject(row.sender_subject) is None or not product.is_offered:
        return None
    if not settings.current().brand.tell_a_friend:
        return None
    if is_barred(row.sender_subject):
        return None
    if open_breaker() is not None:
        raise outbox.Held
    link = refusal_link(row.id, words.friend_address)
    return Letter(
        to=words.friend_address,
        context=context(words, product, refusal_url(link)),
        reply_to=words.sender_address,
        stop_url=stop_url(link),
    )


def context(words: Words, product: Product, refuse_url: str) -> dict[str, Any]:
    """What the three templates are given; the preview shows the same with a link that leads nowhere."""
    return {
        "friend": words.friend_name,
        "sender": words.sender_name,
        "sender_address": words.sender_address,
        "note": words.note,
        "product": product.title,
        "product_url": product_url(product),
        "refuse_url": refuse_url,
    }


def refusal_link(recommendation_id: int, address: str) -> StopLink:
    """The refusal of all notes for the friend's address (canonical), naming the note it came with.

    It is about the mailbox (`mailbox_key`), so that it holds for all its aliases: `consent.may_recommend` asks for it as well.
    """
    mark = fingerprint(settings.current().fingerprint_keys, "email", mailbox_key(address))
    return StopLink(mark, 0, recommendation_id, "refusal")


def ended(reference: str, outcome: str) -> None:
    """The message is over, whatever way: what was sealed is destroyed in the same transaction. Flushes."""
    row = locked(int(reference))
    if row is not None:
        end(row, outcome)
        outbox.run_soon(WIPING)
