"""From a message of the outbox to a mail: its kind composes it, the gate is asked again, its three templates are rendered."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import css_inline
from flask import current_app

from app import consent
from app.core import clock
from app.core.messages import Letter, MessageKind
from app.core.settings import current
from app.outbox.composing import Envelope, Texts, compose, sendable
from app.outbox.header_text import UnsafeHeader
from app.outbox.list_headers import list_unsubscribe, stop_mailbox
from app.outbox.outcomes import Outcome
from app.outbox.service import Claimed
from app.outbox.signing import signed
from app.outbox.transports import Mail
from app.outbox.verp import envelope_sender, verp_of

log = logging.getLogger("sayso.outbox")

LANGUAGE = "en"
# Rules move into style attributes, for mail programs that drop <style>; it stays, for the dark scheme. Nothing is fetched.
_inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


# The question put to the gate, by what a kind is.
_GATE = {"service": consent.may_serve, "recommendation": consent.may_recommend}


class NoMail(Exception):
    """This message becomes no mail, and it is nobody's fault. Carries the outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def written(message: Claimed, kind: MessageKind) -> Mail:
    """The finished mail. What its kind writes while composing is the caller's to commit. Raises NoMail."""
    settings = current()
    # A request that nobody sent, so that url_for works; its links start with PUBLIC_URL, never with a Host header.
    with current_app.test_request_context(base_url=settings.public_url):
        letter = kind.compose(message.reference)
        if letter is None:
            raise NoMail(Outcome.NOTHING_TO_SAY)
        if not is_allowed(kind, letter.to):
            raise NoMail(Outcome.REFUSED_BY_GATE)
        texts = rendered(kind.name, letter.context)
    try:
        return _mail(message, letter, texts)
    except UnsafeHeader as unsafe:
        log.warning("message %s (%s) cannot be composed: its %s", message.id, kind.name, unsafe.header)
        raise NoMail(Outcome.CANNOT_COMPOSE) from None


def is_allowed(kind: MessageKind, address: str) -> bool:
    """The gate's word about one mail of that kind."""
    return _GATE[kind.asks](address).allowed


def rendered(kind: str, context: dict[str, Any]) -> Texts:
    """The three templates of a kind. Needs a request context, as any template with a link does."""
    values = {"brand": current().brand, "lang": LANGUAGE, **context}

    def text(name: str) -> str:
        return current_app.jinja_env.get_template(f"mail/{kind}/{name}").render(values).strip()

    return Texts(text("subject.txt"), text("body.txt") + "\n", _inliner.inline(text("body.html")) + "\n")


def envelope_of(letter: Letter, message_id: str) -> Envelope:
    """From is the brand's address whatever the return path is: it is what a reader sees, and what DMARC looks at."""
    brand = current().brand
    stop = list_unsubscribe(letter.stop_url, stop_mailbox()) if letter.stop_url else None
    return Envelope(brand.name, brand.email, letter.to, message_id, clock.now(), letter.reply_to, stop)


def _mail(message: Claimed, letter: Letter, texts: Texts) -> Mail:
    metadata = verp_of(message) if current().mail.postmark_secret else ""
    envelope = replace(envelope_of(letter, message.message_id), metadata=metadata)
    content = signed(compose(envelope, texts))
    sender = sendable(envelope_sender(message))
    return Mail(_name(message), sender, sendable(letter.to), content, envelope.needs_smtputf8)


def _name(message: Claimed) -> str:
    """When it was posted and which it is: sorts by time, and stays the same however often it is tried."""
    return f"{message.created_at:%Y%m%dT%H%M%S%f}-{message.message_id.partition('@')[0]}"
