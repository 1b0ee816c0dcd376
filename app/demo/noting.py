"""Notes to friends in the demo shop: written, handed over, refused, reported; and the day staff stopped all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from app import audit, consent, outbox, people, tell_a_friend
from app.consent import Act
from app.core.fingerprints import canonical_email
from app.demo.calendar import Calendar
from app.demo.friends import NOTES, ToFriend
from app.demo.history import History, Moment
from app.demo.mailed import left
from app.demo.story import Character
from app.outbox import Outcome
from app.products import Product, every_product
from app.staff import SignedIn
from app.tell_a_friend import Reason, Recommendation, Why, Words

KIND = "recommendation"
_NETWORK = "192.0.2.0/24"  # for documentation (RFC 5737)
_RESTED_AGO = 23
_REPLY = {Outcome.REFUSED_BY_SERVER: 550}  # of what was taken, no number is kept


class Noting:
    """The notes through time. `judge` looks at reports; `clerk` may stop all notes and let them go."""

    def __init__(self, history: History, judge: SignedIn, clerk: SignedIn) -> None:
        self._history, self._judge, self._clerk = history, judge, clerk
        self._products: dict[str, Product] = {}
        self._sent: dict[str, Recommendation] = {}  # friend's address → the note

    def moments(self, cast: Sequence[Character], days: Calendar) -> list[Moment]:
        """All that will happen. `cast`: who may send, each one note."""
        senders = iter(one for one in cast if _may_send(one, days))
        found: list[Moment] = []
        for note in NOTES:
            sender = note.sender or next((one.address for one in senders), "")
            if sender:
                at = days.at(note.ago, note.hour)
                found.append(Moment(at, partial(self._tell, sender, note), takes_limits=True))
                found.append(Moment(at + timedelta(hours=20), partial(self._answer, note)))
        stopped = days.at(_RESTED_AGO, 10)
        found.append(Moment(stopped, self._stop_all))
        return [*found, Moment(stopped + timedelta(hours=4), self._let_go)]

    def _tell(self, address: str, note: ToFriend) -> None:
        """She writes it, proves her address, and it leaves, as far as her friend has not said no."""
        person, product = self._history.person(address), self._product(note.sku)
        if person is None or product is None:
            return
        subject = person.subject_id
        address = canonical_email(address)
        words = Words(note.friend_name, note.friend_address, person.display_name, address, note.note)
        row = tell_a_friend.ask(product, words, _NETWORK)  # takes limits, so before the first write
        people.prove_destination(person, address)
        with outbox.silently():
            tell_a_friend.send(row.id, subject)
        if not row.is_over:
            left(KIND, str(row.id), note.friend_address, note.outcome, _REPLY.get(note.outcome))
            self._sent[note.friend_address] = row

    def _answer(self, note: ToFriend) -> None:
        """What her friend does with it, if anything."""
        row = self._sent.get(note.friend_address)
        if row is None or not note.then:
            return
        if note.then == "refused":
            link = tell_a_friend.refusal_link(row.id, note.friend_address)
            seen = {"network": _NETWORK, "program": "browser", "page": "unsubscribe.stop"}
            wording = "Refuse all notes like this"
            consent.refuse_notes(
                link.fingerprint, Act("friend_page", "stop link", wording=wording, evidence=dict(seen))
            )
            return
        tell_a_friend.report_note(row.id)
        tell_a_friend.say_why(row.id, Reason.SPAM if note.then == "barred" else Reason.RUDE)
        if note.then == "barred":
            tell_a_friend.bar(row, self._judge)
            tell_a_friend.settle(row.id, self._judge)

    def _stop_all(self) -> None:
        """By hand, as on the desk's page; once, however often the demo is filled."""
        if self._sent and not tell_a_friend.tripped(1):
            tell_a_friend.trip(Why.STAFF)
            audit.note(self._clerk.actor, "recommendations.stop")

    def _let_go(self) -> None:
        if self._sent:
            tell_a_friend.reset(self._clerk.actor, self._clerk.member_id)

    def _product(self, sku: str) -> Product | None:
        self._products = self._products or {one.sku: one for one in every_product()}
        return self._products.get(sku)


def _may_send(one: Character, days: Calendar) -> bool:
    """She was there in time, stays, has stopped nothing, and mail reaches her: most of those who recommend are content."""
    oldest = max(note.ago for note in NOTES)
    is_quiet = all(step.method in ("enrolment", "import", "legacy_import", "preference_page") for step in one.steps)
    return is_quiet and one.is_customer and one.joined_at < days.at(oldest, 0)
