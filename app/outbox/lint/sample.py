"""One mail to look at: a kind's example, rendered and composed as it would leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flask import current_app

from app import links
from app.core.fingerprints import EMAIL_NORMALISER, FINGERPRINT_BYTES, Fingerprint
from app.core.messages import Letter, MessageKind
from app.core.settings import Settings, current
from app.outbox.composing import Texts, compose
from app.outbox.header_text import UnsafeHeader
from app.outbox.letters import envelope_of, rendered
from app.outbox.lint.page import Page
from app.outbox.signing import signed

TO = "ann@example.com"
MESSAGE_ID = "0123456789abcdef01234567@example.com"


@dataclass(frozen=True)
class Finding:
    """What is wrong with a mail. `sentence` says what it is and what to do."""

    kind: str
    rule: str
    sentence: str


@dataclass(frozen=True)
class Sample:
    """`name` is the kind, or `kind.case`. `content`: the bytes that would leave."""

    name: str
    texts: Texts
    content: bytes
    settings: Settings
    can_be_stopped: bool

    @cached_property
    def page(self) -> Page:
        return Page(self.texts.html)


@dataclass(frozen=True)
class Looked:
    """What came of looking at one mail. `spam`: points; `reasons`: what they are for."""

    name: str
    findings: tuple[Finding, ...]
    spam: float = 0.0
    reasons: tuple[str, ...] = ()


def samples(kind: MessageKind) -> Iterator[Sample | Finding]:
    """The mails of a kind, one for each of its examples; a finding in place of one that does not become a mail."""
    if not kind.examples:
        yield Finding(
            kind.name, "example", "It declares no example. Give its MessageKind one: a function that returns a context."
        )
    for name, example in kind.examples.items():
        with current_app.test_request_context(base_url=current().public_url):
            try:
                yield sample(name, kind, Letter(TO, example(), stop_url=_stop_url(kind)))
            except UnsafeHeader as unsafe:
                yield Finding(name, "headers", f"Its {unsafe.header} can't be written. Take =? and unseen letters out.")
            except Exception as error:  # noqa: BLE001 - a template may break in any way, and the other mails are looked at
                said = f"A template breaks over its example ({type(error).__name__}). Mend one of the two."
                yield Finding(name, "example", said)


def sample(name: str, kind: MessageKind, letter: Letter) -> Sample:
    """One mail. Needs a request context. Raises UnsafeHeader, or whatever a template does wrong."""
    texts = rendered(kind.name, letter.context)
    content = signed(compose(envelope_of(letter, MESSAGE_ID), texts))
    return Sample(name, texts, content, current(), can_be_stopped(kind))


def can_be_stopped(kind: MessageKind) -> bool:
    """Whether its reader can stop this mail, so that it carries the two List headers. Service mail never does."""
    return kind.asks != "service"


def _stop_url(kind: MessageKind) -> str | None:
    """A stop link of nobody, as long as a real one."""
    if not can_be_stopped(kind):
        return None
    mark = Fingerprint("email", current().fingerprint_keys.newest_id, EMAIL_NORMALISER, bytes(FINGERPRINT_BYTES))
    return links.stop_url(links.StopLink(mark, campaign_id=1, kind="refusal"))
