"""Signing a mailing on paper: a stop link for each label, a code short enough to be typed, and the text of a QR code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app import consent, suppression
from app.channels import POST_VERSION, post_keys
from app.core import settings
from app.core.csvfiles import Row
from app.core.fingerprints import Fingerprint, fingerprint
from app.exchange.scratch import Scratch
from app.exchange.signing import COLUMNS, Signed, preferences_url
from app.links import StopLink, stop_url
from app.topics import Topic

PAPER_COLUMNS = (*COLUMNS, *consent.PAPER_COLUMNS, "code", "short_url", "qr_text")
# The page behind a printed code. Scheme and host know no case, and the page answers /M/ too: a QR code of capitals and
# digits alone is a third smaller (ISO/IEC 18004, alphanumeric mode).
SHORT_PATH = "/m/"


class PaperSigner:
    """Signs batches of a paper list for one topic and, if it has an id, one campaign."""

    def __init__(self, topic: Topic, campaign_id: int | None, store: Scratch) -> None:
        self._topic, self._campaign_id, self._store = topic, campaign_id, store

    def look(self, rows: Sequence[Row]) -> Signed:
        """What would be refused. Writes nothing."""
        found = Signed()
        found.allowed = len(self._allowed(self._addressees(rows, found), found))
        return found

    def sign(self, rows: Sequence[Row]) -> Signed:
        """Links and codes for whom we may write to. With a campaign each counts as a send, behind the lock on its subject.

        Flushes; no link may leave the house before the entry point has committed.
        """
        found = Signed()
        may = self._allowed(self._addressees(rows, found), found)
        keys = {one.key: post_keys(one.place).person for one in may if one.place}
        subjects = {keys[one.key]: one.person.subject_id if one.person else None for one in may}
        marks = suppression.person_marks_for(subjects)
        if self._campaign_id:
            about = {one.key: subjects[keys[one.key]] or marks[keys[one.key]].subject_id for one in may}
            consent.lock_subjects(about.values())
            # Another run may have signed for the same people a moment before: behind the lock it shows.
            fresh = {one.row.line: one.standing for one in consent.addressees([one.row for one in may])[0]}
            may = self._allowed([replace(one, standing=fresh[one.row.line]) for one in may], found)
            consent.count_sends(self._campaign_id, [about[one.key] for one in may])
        found.allowed = len(may)
        found.links = self._cells(may, keys)
        return found

    def _addressees(self, rows: Sequence[Row], found: Signed) -> list[consent.Addressee]:
        """Each addressee once, whichever way she was named; who names nobody is refused."""
        asked, nobody = consent.addressees(rows)
        found.refused += [consent.refused_cells(row, decision) for row, decision in nobody]
        once = [one for one in asked if self._store.first_time(one.key)]
        found.repeats += len(asked) - len(once)
        return once

    def _allowed(self, asked: Sequence[consent.Addressee], found: Signed) -> list[consent.Addressee]:
        allowed = []
        for one in asked:
            decision = consent.decide(one.standing, self._topic, self._campaign_id)
            if decision.allowed:
                allowed.append(one)
            else:
                found.refused.append(consent.refused_cells(one.row, decision))
        return allowed

    def _cells(self, may: Sequence[consent.Addressee], keys: Mapping[str, str]) -> list[dict[str, str]]:
        ring = settings.current().fingerprint_keys
        prints = {one.key: fingerprint(ring, "post", keys[one.key], version=POST_VERSION) for one in may}
        codes = suppression.label_codes(prints.values(), self._topic.id, self._campaign_id or 0)
        return [self._row(one.row, prints[one.key], codes[prints[one.key]]) for one in may]

    def _row(self, row: Row, mark: Fingerprint, code: str) -> dict[str, str]:
        short = settings.current().public_url + SHORT_PATH + code
        return {
            **{name: row.get(name) for name in ("email", *consent.PAPER_COLUMNS)},
            "unsubscribe_url": stop_url(StopLink(mark, self._topic.id, self._campaign_id or 0)),
            "preferences_url": preferences_url(),
            "code": code,
            "short_url": short,
            "qr_text": short.upper(),
        }
