"""What becomes of a mail that came in. Nothing is ever answered: so no loop can begin here (RFC 3834).

A report is believed as far as it matches a mail of ours. A stop link is a right in itself, wherever in the address or subject
it stands. A bare address in From is believed for one thing, a stop sent to the mailbox for stops; it can only reduce.
"""

from __future__ import annotations

import re
from enum import StrEnum

from sqlalchemy import update

from app import consent, links, suppression
from app.consent import RECOMMENDATIONS, Act
from app.core import clock, settings
from app.core.database import insert, session, table
from app.core.mail_settings import MailSettings
from app.mailroom.applying import apply, refuse, stop
from app.mailroom.automatic import Program
from app.mailroom.events import MailEvent
from app.mailroom.keeping import keep_aside, keep_draft, propose_stop
from app.mailroom.matching import by_stop_token, by_verp
from app.mailroom.models import ReceivedMail
from app.mailroom.parsing import Mail, behind_plus, parse
from app.mailroom.reading import Incoming, Unreadable
from app.mailroom.reports import Report
from app.mailroom.wishes import asks_to_stop, request_kind

_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{58}(?![A-Za-z0-9_-])")
_rows = table(ReceivedMail)


class What(StrEnum):
    """What a mail was."""

    REPEATED = "repeated"  # dealt with before
    EVENT = "event"  # a bounce or a complaint, applied as far as it matched
    REPORT = "report"  # a report with nothing to act on: delivered, or not spam
    UNREADABLE_BOUNCE = "unreadable_bounce"  # came back to us, and says not why
    STOP = "stop"
    PROPOSAL = "proposal"
    DRAFT = "draft"
    AUTOMATIC = "automatic"  # a program's words
    OTHER = "other"
    ASIDE = "aside"


def take_in(incoming: Incoming, to: str = "") -> What:
    """Deal with a mail, once. `to`: the envelope's recipient, where it is known. Flushes; the entry point commits."""
    if not claim(incoming.digest):
        return What.REPEATED
    try:
        what = sort(parse(incoming, to), incoming.digest)
    except Unreadable as why:
        keep_aside(incoming, to, why.reason)
        what = What.ASIDE
    note(incoming.digest, what)
    return what


def claim(digest: str) -> bool:
    """Whether nobody dealt with that mail yet; from now on somebody did. Flushes."""
    new = insert(_rows).values(digest=digest, what=What.OTHER.value, at=clock.now())
    return session().execute(new.on_conflict_do_nothing().returning(_rows.c.digest)).first() is not None


def note(digest: str, what: What) -> None:
    """Keep what that mail was. Flushes."""
    session().execute(update(_rows).where(_rows.c.digest == digest).values(what=what.value))


def sort(mail: Mail, digest: str) -> What:
    """Do what a mail asks for. Raises Unreadable for a stop without an address. Flushes."""
    ours = settings.current().mail
    verp = behind_plus(mail.recipients, ours.bounce_address)
    if mail.report is not None:
        return _report(mail.report, digest, verp or "", ours)
    if verp is not None and mail.is_null:
        return What.UNREADABLE_BOUNCE
    if _stop_named(mail, ours):
        return What.STOP
    if mail.is_null or mail.program is Program.ANSWER:
        return What.AUTOMATIC
    return _wish(mail, ours)


def _report(report: Report, digest: str, verp: str, ours: MailSettings) -> What:
    if report.kind is None:
        return What.REPORT if report.status or report.source == "feedback" else What.UNREADABLE_BOUNCE
    event = MailEvent(
        source="mail",
        event_id=digest,
        kind=report.kind,
        at=clock.now(),
        message_id=next(iter(report.message_ids), ""),
        verp=verp or behind_plus(report.paths, ours.bounce_address) or "",
        stop_token=next((token for token in report.stop_tokens if by_stop_token(token)), ""),
        status=report.status,
    )
    apply(event)
    return What.EVENT


def _stop_named(mail: Mail, ours: MailSettings) -> bool:
    """Whether the mail holds a stop link's token, or was sent to one of our mails' own stop address; then it is done."""
    behind = behind_plus(mail.recipients, ours.unsubscribe_mailbox) or ""
    together = mail.subject.replace(" ", "")
    for token in dict.fromkeys((behind, *_TOKEN.findall(mail.subject), *_TOKEN.findall(together))):
        if by_stop_token(token):
            _stop_by_link(token)
            return True
    found = by_verp(behind)
    if found is not None:
        act = Act("mailto", source="stop by mail")
        refuse(found, act, RECOMMENDATIONS) if found.is_recommendation else stop(found, act)
    return found is not None


def _stop_by_link(token: str) -> None:
    """The same as one press of that link."""
    link, found = links.read_stop(token), by_stop_token(token)
    assert found is not None, "the caller looked"
    act = Act("mailto", source="stop link", campaign_id=link.campaign_id or None)
    if link.kind == "refusal":
        refuse(found, Act("mailto", source="stop link"), RECOMMENDATIONS)
    else:
        consent.stop_by_fingerprint(link.fingerprint, link.topic_id, act)


def _wish(mail: Mail, ours: MailSettings) -> What:
    to_stop = behind_plus(mail.recipients, ours.unsubscribe_mailbox) is not None and mail.program is Program.NONE
    kind = request_kind(mail.subject, settings.current().brand)
    if to_stop:
        _stop_sender(mail)
    if kind is not None:
        keep_draft(mail, kind)
        return What.DRAFT
    if to_stop:
        return What.STOP
    if mail.program is not Program.NONE:
        return What.AUTOMATIC
    if mail.sender and asks_to_stop(mail.subject, mail.words):
        return What.PROPOSAL if propose_stop(mail) else What.OTHER
    return What.OTHER


def _stop_sender(mail: Mail) -> None:
    """A mail to the mailbox for stops with no token: like a typed address (16 CFR 316.5, "a reply electronic mail")."""
    if not mail.sender:
        raise Unreadable("no_sender")
    act = Act("mailto", source="stop by mail", actor="someone")
    consent.stop_destination(suppression.mark_for(mail.sender), None, act, mail.sender)
