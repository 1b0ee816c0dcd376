"""Garbage with valid mails of known effect among it, and what became of both."""

import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from sqlalchemy import func, select

from app import mailroom
from app.core.database import session
from app.mailroom.jobs import arrive
from app.mailroom.keeping import Draft
from app.mailroom.models import AppliedEvent, MailAside, RequestDraft, StopProposal
from app.mailroom.reading import read_bytes
from app.suppression import Scope, StoredFingerprint, Suppression
from tests.mailroom.garbage import garbage
from tests.mailroom.letters import STOPS, a_complaint, a_letter, a_report
from tests.mailroom.sent import a_mail, a_stop_token, ledger_is_sound, methods

# What each valid mail does, in turn, so that of N valid ones each kind has N / 8.
EFFECTS = ("bounced", "bounced_by_id", "deferred", "complained", "complained_by_id", "mailto", "mailto_from", "draft")
# Bytes held at once over one mail, whatever its size: some copies of the megabyte that is looked at.
MOST_HELD = 24 * 1024 * 1024
LARGE, TRACED = 1024 * 1024, 40


def address(number: int) -> str:
    return f"valid{number}@example.com"


def valid(number: int) -> bytes:
    """A mail about address(number), whose effect is EFFECTS[number % 8]."""
    who, effect = address(number), EFFECTS[number % len(EFFECTS)]
    made: dict[str, Callable[[], bytes]] = {
        "bounced": lambda: a_report(token=a_mail(who).token),
        "bounced_by_id": lambda: a_report(message_id=a_mail(who).message_id, original="message/rfc822"),
        "deferred": lambda: a_report(token=a_mail(who).token, action="delayed", status="4.2.2"),
        "complained": lambda: a_complaint(stop_token=a_stop_token(who)),
        "complained_by_id": lambda: a_complaint(message_id=a_mail(who).message_id),
        "mailto": lambda: a_letter(a_stop_token(who), "", to=STOPS, sender="other@example.net"),
        "mailto_from": lambda: a_letter("", f"{number}", to=STOPS, sender=who),
        "draft": lambda: a_letter("Re: “Privacy Information Request”", f"{number}", sender=who),
    }
    return made[effect]()


@dataclass
class Tally:
    """What every mail was, how many bytes were held at most, and what stands in the database at the end."""

    whats: Counter[str]
    held: int
    events: Counter[tuple[str, str]]
    methods: Counter[str]
    undeliverable: int
    stopped: int
    drafts: list[Draft]
    proposals: int
    aside: Counter[str]


def mails(count: int, valid_ones: int, seed: int) -> Iterator[bytes]:
    """So many mails, the valid ones spread among the garbage."""
    random = Random(seed)
    places = set(random.sample(range(count), valid_ones))
    number = 0
    for place in range(count):
        if place in places:
            yield valid(number)
            number += 1
        else:
            yield garbage(random)


def run(count: int, valid_ones: int, seed: int) -> Tally:
    """Let them all come in. Needs an application context."""
    whats: Counter[str] = Counter()
    held = 0
    for place, content in enumerate(mails(count, valid_ones, seed)):
        with tracing(len(content) > LARGE or place % TRACED == 0) as peaks:
            whats[arrive(read_bytes(content)).value] += 1
            session().expunge_all()
        held = max(held, *peaks, 0)
    return _tally(whats, held)


@contextmanager
def tracing(wanted: bool) -> Iterator[list[int]]:
    """The most bytes that were held at once inside, for some of the mails: it takes four times as long."""
    peaks: list[int] = []
    if wanted:
        tracemalloc.start()
    yield peaks
    if wanted:
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()


def _tally(whats: Counter[str], held: int) -> Tally:
    events = select(AppliedEvent.kind, AppliedEvent.did, func.count().label("count")).group_by(
        AppliedEvent.kind, AppliedEvent.did
    )
    reasons = select(MailAside.reason, func.count().label("count")).group_by(MailAside.reason)
    everything = Suppression.scope == Scope.ALL_MARKETING.value
    return Tally(
        whats,
        held,
        Counter({(row.kind, row.did): row[-1] for row in session().execute(events)}),
        Counter(methods()),
        session().scalar(select(func.count()).where(StoredFingerprint.undeliverable_at.is_not(None))) or 0,
        session().scalar(select(func.count()).select_from(Suppression).where(everything)) or 0,
        mailroom.drafts(most=session().scalar(select(func.count()).select_from(RequestDraft)) or 1),
        session().scalar(select(func.count()).select_from(StopProposal)) or 0,
        Counter({row.reason: row[-1] for row in session().execute(reasons)}),
    )


def check(tally: Tally, count: int, valid_ones: int) -> None:
    """Every valid mail took effect, nothing else changed anything, nothing was lost, and little was held."""
    each = valid_ones // len(EFFECTS)
    assert sum(tally.whats.values()) == count
    assert tally.undeliverable == tally.events["bounced", "undeliverable"] == 2 * each
    assert tally.events["complained", "stopped"] == 2 * each and tally.events["deferred", "counted"] == each
    assert tally.methods == {"complaint": 2 * each, "mailto": 2 * each} and tally.stopped == 4 * each
    wrote = {draft.address for draft in tally.drafts}
    assert wrote == {address(number) for number in range(valid_ones) if EFFECTS[number % len(EFFECTS)] == "draft"}
    assert (len(tally.drafts), tally.proposals) == (each, 0)
    assert sum(tally.aside.values()) == tally.whats["aside"] > 0 and "failed" not in tally.aside
    assert tally.held < MOST_HELD, f"{tally.held} bytes"
    assert ledger_is_sound()
