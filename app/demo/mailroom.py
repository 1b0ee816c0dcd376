"""What came back to the demo shop: bounces, a complaint, delays, and mails that people wrote to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from email.message import EmailMessage
from functools import partial

from sqlalchemy import select

from app import links, mailroom, topics
from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import fingerprint, match_key
from app.demo.calendar import Calendar
from app.demo.history import History, Moment
from app.demo.story import Character
from app.links import StopLink
from app.mailroom import EventKind, MailEvent
from app.outbox import Message, Outcome

SLUG = "weekly-deals"
REVIEW_DECIDED = "review_decided"
_BACK = (
    (EventKind.BOUNCED, "5.1.1"),
    (EventKind.DEFERRED, "4.2.2"),
    (EventKind.DEFERRED, "4.4.1"),
    (EventKind.DEFERRED, "4.2.2"),
    (EventKind.DEFERRED, "4.7.0"),
)
_ENDLESS = 70  # parts, more than a mail has


class Mailroom:
    """Mail that came in through time."""

    def __init__(self, history: History, spared: Collection[str]) -> None:
        self._history, self._spared = history, spared

    def moments(self, cast: Sequence[Character], days: Calendar) -> list[Moment]:
        """All that will happen. `cast`: the last of them who stay write to the shop, each once."""
        writers = [one for one in reversed(cast) if all(step.what == "choose" for step in one.steps)]
        found = [Moment(days.at(3, 14), self._came_back)]
        for one, (ago, hour, subject, words) in zip(writers, _written(), strict=False):
            found.append(Moment(days.at(ago, hour), partial(self._wrote, one, subject, words)))
        return [*found, Moment(days.at(2, 16), self._garbled)] if writers else found

    def _came_back(self) -> None:
        """A bounce and delays of our own mail, a complaint about a mailing, and one word nobody vouches for."""
        for message, (kind, status) in zip(self._ours(), _BACK, strict=False):
            _happened(kind, f"demo-{message.id}", message_id=message.message_id, status=status)
        got = next((one for one in reversed(self._history.who_got(SLUG)) if one[0] not in self._spared), None)
        if got is not None:
            address, _subject, campaign = got
            _happened(EventKind.COMPLAINED, f"demo-complaint-{campaign}", stop_token=_token(address, campaign))
        _happened(EventKind.BOUNCED, "demo-forged", message_id="x@y.example", status="5.1.1")

    def _ours(self) -> list[Message]:
        """Mail that left, oldest first, to nobody whose story goes another way."""
        ring = settings.current().fingerprint_keys
        spared = [fingerprint(ring, "email", match_key(address)).value for address in self._spared]
        left = select(Message).where(Message.outcome == Outcome.HANDED_OVER, Message.kind == REVIEW_DECIDED)
        return list(
            session().scalars(left.where(Message.to_value.not_in(spared)).order_by(Message.id).limit(len(_BACK)))
        )

    def _wrote(self, one: Character, subject: str, words: str) -> None:
        if self._history.person(one.address) is None:
            return
        mail = EmailMessage()
        mail["From"], mail["To"] = one.address, settings.current().brand.email
        mail["Date"], mail["Subject"] = clock.now(), subject
        mail.set_content(f"{words}\n\n{one.first_name}\n")
        _take_in(bytes(mail))

    @staticmethod
    def _garbled() -> None:
        """A mail of so many parts that it is not taken apart."""
        part = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
        _take_in(b"From: mailer@relay.example\nSubject: (no subject)\n" + part * _ENDLESS)


def _happened(kind: EventKind, event_id: str, **matched_by: str) -> None:
    mailroom.apply(MailEvent("ses", event_id, kind, clock.now(), **matched_by))


def _written() -> tuple[tuple[int, int, str, str], ...]:
    """Days ago, hour, subject, words: a stop for staff to decide about, and a request under a subject line of the policy."""
    asked = "I order from you now and then. Please tell me what you have written down about me and my dogs."
    return (
        (1, 15, "Re: This week’s deals", "Please take me off your list."),
        (2, 10, settings.current().brand.privacy_subject, asked),
    )


def _token(address: str, campaign: int) -> str:
    """The stop link that stood in her mail."""
    mark = fingerprint(settings.current().fingerprint_keys, "email", match_key(address))
    topic = next(one for one in topics.every_topic() if one.slug == SLUG)
    return links.stop_token(StopLink(mark, topic.id, campaign))


def _take_in(content: bytes) -> None:
    mailroom.take_in(mailroom.read_bytes(content), settings.current().brand.email)
