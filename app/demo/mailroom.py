"""What came back to the demo shop: bounces, a complaint, delays, and mails that people wrote to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from email.message import EmailMessage
from functools import partial

from app import links, mailroom, topics
from app.core import clock, settings
from app.core.fingerprints import fingerprint, match_key
from app.demo.calendar import Calendar
from app.demo.history import History, Moment
from app.demo.story import Character
from app.links import StopLink
from app.mailroom import EventKind, MailEvent

SLUG = "weekly-deals"
_BACK = (
    (EventKind.BOUNCED, "5.1.1"),
    (EventKind.COMPLAINED, ""),
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
        """What the mail platform tells about the newest weekly deals, and one word nobody vouches for."""
        got = [one for one in self._history.who_got(SLUG) if one[0] not in self._spared]
        for number, ((address, _subject, campaign), (kind, status)) in enumerate(
            zip(reversed(got), _BACK, strict=False)
        ):
            token = _token(address, campaign)
            event = MailEvent("ses", f"demo-{campaign}-{number}", kind, clock.now(), stop_token=token, status=status)
            mailroom.apply(event)
        if got:
            forged = MailEvent(
                "mail", f"demo-forged-{got[0][2]}", EventKind.BOUNCED, clock.now(), message_id="x@y.example"
            )
            mailroom.apply(forged)

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
