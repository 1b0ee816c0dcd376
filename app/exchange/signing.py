"""Stop links for the recipients of a mailing: the gate is asked per row, and a campaign signed is what counts as a send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app import consent, outbox, suppression
from app.core import settings
from app.core.csvfiles import Row
from app.core.fingerprints import NotAnAddress, canonical_email, fingerprint, match_key
from app.core.refusals import BadQuestion
from app.exchange.scratch import Scratch
from app.links import StopLink, stop_url
from app.topics import Topic

COLUMNS = ("email", "unsubscribe_url", "preferences_url", "list_unsubscribe", "list_unsubscribe_post")
CAMPAIGN_LENGTH = 120


class NothingToStop(BadQuestion):
    """Service mail goes on whatever anybody stops, so it carries no stop link."""


Recipient = tuple[Row, str]  # and its canonical address


@dataclass
class Signed:
    """What became of a batch: cells for the mailing, refused rows, and how many stood there again."""

    links: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    repeats: int = 0
    allowed: int = 0


def check_mailing(topic: Topic, channel: str | None, campaign: str | None) -> None:
    """Raises NothingToStop for service mail, BadQuestion for another channel than the topic's or a name too long."""
    if not topic.is_marketing:
        raise NothingToStop(f"{topic.slug} is service mail: there is nothing to stop, so it gets no links.")
    if channel is not None and channel != topic.channel:
        raise BadQuestion(f"{topic.slug} goes by {topic.channel}, not by {channel}.")
    if campaign is not None and not 1 <= len(campaign) <= CAMPAIGN_LENGTH:
        raise BadQuestion(f"--campaign is a name of at most {CAMPAIGN_LENGTH} characters.")


class Signer:
    """Signs batches of an email list for one topic and, if it has an id, one campaign."""

    def __init__(self, topic: Topic, campaign_id: int | None, store: Scratch) -> None:
        self._topic, self._campaign_id, self._store = topic, campaign_id, store

    def look(self, rows: Sequence[Row]) -> Signed:
        """What would be refused. Writes nothing."""
        found = Signed()
        found.allowed = len(self._allowed(self._recipients(rows, found), found))
        return found

    def sign(self, rows: Sequence[Row]) -> Signed:
        """Links for whom we may write to. With a campaign each counts as a send, behind the lock on its subject.

        Flushes; no link may leave the house before the entry point has committed.
        """
        found = Signed()
        may = self._allowed(self._recipients(rows, found), found)
        marks = suppression.marks_for(email for _row, email in may)
        if self._campaign_id:
            consent.lock_subjects(marks[match_key(email)].subject_id for _row, email in may)
            # Another run may have signed for the same people a moment before: behind the lock it shows.
            may = self._allowed(may, found)
            consent.count_sends(self._campaign_id, [marks[match_key(email)].subject_id for _row, email in may])
        found.allowed = len(may)
        mailbox = outbox.stop_mailbox()
        found.links = [self._cells(row, email, mailbox) for row, email in may]
        return found

    def _recipients(self, rows: Iterable[Row], found: Signed) -> list[Recipient]:
        """Each address once; what is none is refused."""
        recipients = []
        for row in rows:
            try:
                email = canonical_email(row.get("email"))
            except NotAnAddress:
                found.refused.append(consent.refused_cells(row, consent.NOT_AN_ADDRESS))
                continue
            if self._store.first_time(match_key(email)):
                recipients.append((row, email))
            else:
                found.repeats += 1
        return recipients

    def _allowed(self, recipients: Sequence[Recipient], found: Signed) -> list[Recipient]:
        """Ask the gate for all of them in one query."""
        allowed = []
        standings = consent.standings([email for _row, email in recipients])
        for (row, email), standing in zip(recipients, standings, strict=True):
            decision = consent.decide(standing, self._topic, self._campaign_id)
            if decision.allowed:
                allowed.append((row, email))
            else:
                found.refused.append(consent.refused_cells(row, decision))
        return allowed

    def _cells(self, row: Row, email: str, mailbox: str) -> dict[str, str]:
        ring = settings.current().fingerprint_keys
        mark = fingerprint(ring, "email", match_key(email))
        url = stop_url(StopLink(mark, self._topic.id, self._campaign_id or 0))
        return {
            "email": row.get("email"),
            "unsubscribe_url": url,
            "preferences_url": preferences_url(),
            "list_unsubscribe": outbox.list_unsubscribe(url, mailbox),
            "list_unsubscribe_post": outbox.ONE_CLICK,
        }


def preferences_url() -> str:
    """Where a reader goes to choose. It names nobody: a forwarded mail opens nothing."""
    return settings.current().public_url + "/sign-in?next=preferences"
