"""Postmark. It signs nothing: the shop puts a secret into the webhook's address, and it comes as HTTP Basic authentication.

Sources: Postmark Developer Documentation, "Bounce webhook", "Spam complaint webhook" and "Bounce API" (bounce types).
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import Authorization

from app.core.mail_settings import MailSettings
from app.mailroom.events import EventKind, MailEvent
from app.mailroom.providers.base import Call, NoCredentials, Parts, line, moment, part
from app.mailroom.providers.traces import TOKEN, Traces, traces_in

# Not in here is what says nothing about the mailbox: an automatic answer, a change of address, a virus warning.
_KINDS = {
    "HardBounce": EventKind.BOUNCED,
    "BadEmailAddress": EventKind.BOUNCED,
    "SpamComplaint": EventKind.COMPLAINED,
    "Transient": EventKind.DEFERRED,
    "SoftBounce": EventKind.DEFERRED,
    "DnsError": EventKind.DEFERRED,
    "Blocked": EventKind.DEFERRED,
    "DMARCPolicy": EventKind.DEFERRED,
    "SpamNotification": EventKind.DEFERRED,  # a filter's word, not hers
    "Unknown": EventKind.DEFERRED,
}
_RECORDS = ("Bounce", "SpamComplaint")
# What a mail's header X-PM-Metadata-sayso says comes back as Metadata: the token of its sender address.
OUR_METADATA = "sayso"


@dataclass(frozen=True)
class Postmark:
    """`POST /hooks/mail/postmark`."""

    name: str = "postmark"

    def is_on(self, settings: MailSettings) -> bool:
        """With a secret."""
        return bool(settings.postmark_secret)

    def authenticate(self, call: Call, settings: MailSettings) -> None:
        """The password is the secret; the user name may be anything."""
        found = Authorization.from_header(call.headers.get("Authorization"))
        told = found.password if found and found.type == "basic" else None
        if not hmac.compare_digest((told or "").encode(), settings.postmark_secret.encode()):
            raise NoCredentials("The password in the webhook’s address is not POSTMARK_SECRET.")

    def events(self, call: Call, settings: MailSettings) -> Sequence[MailEvent]:
        """One event at most: of bounces and spam complaints those that say something about the mailbox."""
        told = call.document
        record, number = line(told, "RecordType"), line(told, "ID", 40)
        kind = _KINDS.get(line(told, "Type") or record)
        if record not in _RECORDS or not number or kind is None:
            return ()
        at = moment(line(told, "BouncedAt"))
        return (MailEvent("postmark", f"{record}-{number}", kind, at, **vars(_traces(told)), status=""),)


def _traces(told: Parts) -> Traces:
    """Our token from the metadata, or whatever the returned mail holds, where the shop has it included."""
    content = told.get("Content")
    found = traces_in(content if isinstance(content, str) else "", sender=line(told, "From", 320))
    named = TOKEN.fullmatch(line(part(told, "Metadata"), OUR_METADATA))
    return replace(found, verp=named[0]) if named else found
