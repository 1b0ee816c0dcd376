"""Amazon SES, whose notifications come through Amazon SNS.

Sources: Amazon SES Developer Guide, "Amazon SNS notification contents for Amazon SES" (notificationType) and "Examples of
event data" (eventType). The shop switches on that original headers are included; without them only VERP finds our mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.mail_settings import MailSettings
from app.core.settings import current
from app.mailroom.events import EventKind, MailEvent
from app.mailroom.providers import sns
from app.mailroom.providers.base import Call, Parts, Unreadable, json_object, line, mildest_status, moment, part, parts
from app.mailroom.providers.certificates import Certificates
from app.mailroom.providers.outgoing import fetch
from app.mailroom.providers.subscriptions import keep_question
from app.mailroom.providers.traces import Traces, traces_in

# Not sent at all, because of something older: nobody complained now, nobody's mailbox refused now.
_NOTHING_NEW = "OnAccountSuppressionList"
_UNSUBSCRIBED = "UnsubscribedRecipient"


@dataclass(frozen=True)
class Ses:
    """`POST /hooks/mail/ses`."""

    name: str = "ses"
    certificates: Certificates = field(default_factory=lambda: Certificates(fetch))

    def is_on(self, settings: MailSettings) -> bool:
        """With at least one topic."""
        return bool(settings.ses_topics)

    def authenticate(self, call: Call, settings: MailSettings) -> None:
        """Signed by SNS, for a topic of ours."""
        sns.check(call.document, settings, self.certificates, current().instance)

    def events(self, call: Call, settings: MailSettings) -> Sequence[MailEvent]:
        """One event at most. A question for confirmation is kept for `flask mail confirm-ses`, and nothing is fetched here."""
        message = call.document
        if message["Type"] != sns.NOTIFICATION:
            keep_question(message)
            return ()
        try:
            told = json_object(str(message["Message"]))
        except Unreadable:  # the word that event publishing was set up is no JSON, and no event
            return ()
        found = _event(told, line(message, "MessageId"))
        return () if found is None else (found,)


def _event(told: Parts, event_id: str) -> MailEvent | None:
    """The event in a notification; None: a delivery, an opening, a test, something newer than this."""
    seen = _seen(told)
    if seen is None or not event_id:
        return None
    kind, what, status = seen
    mail = part(told, "mail")
    traces = _traces(mail)
    return MailEvent("ses", event_id, kind, moment(line(what, "timestamp")), **vars(traces), status=status)


def _seen(told: Parts) -> tuple[EventKind, Parts, str] | None:
    match line(told, "notificationType") or line(told, "eventType"):
        case "Bounce":
            return _bounce(part(told, "bounce"))
        case "Complaint":
            complaint = part(told, "complaint")
            is_new = line(complaint, "complaintSubType") != _NOTHING_NEW
            return (EventKind.COMPLAINED, complaint, "") if is_new else None
        case "DeliveryDelay":
            delay = part(told, "deliveryDelay")
            return EventKind.DEFERRED, delay, mildest_status(parts(delay, "delayedRecipients"))
    return None


def _bounce(bounce: Parts) -> tuple[EventKind, Parts, str] | None:
    if line(bounce, "bounceSubType") == _UNSUBSCRIBED:
        return None
    status = mildest_status(parts(bounce, "bouncedRecipients"))
    for_good = line(bounce, "bounceType") == "Permanent" and not status.startswith(("2", "4"))
    return (EventKind.BOUNCED if for_good else EventKind.DEFERRED), bounce, status


def _traces(mail: Parts) -> Traces:
    """Original headers first; SES gives the mail a Message-ID of its own, which is not among them."""
    headers = "\n".join(f"{line(one, 'name')}: {line(one, 'value', 2000)}" for one in parts(mail, "headers"))
    common = line(part(mail, "commonHeaders"), "messageId")
    return traces_in(f"{headers}\nMessage-ID: {common}", sender=line(mail, "source", 320))
