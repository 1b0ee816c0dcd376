"""A whole list past the gate: who may be written to, and why the others may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from app.consent.acts import ANY_CHANNEL, MEASUREMENT, OFF, PREFERRED_CHANNEL, UNSET
from app.consent.gate import REASONS, ContactDecision, decide
from app.consent.paper import NOT_NAMED, addressees, check_paper_list
from app.consent.standing import Standing, standings
from app.core.csvfiles import Row, Writer, batches, column_names, read_rows, reading_csv
from app.core.database import session
from app.core.fingerprints import NotAnAddress, canonical_email
from app.core.progress import bar
from app.topics import Topic

REFUSED_COLUMNS = ("line", "email", "reason", "next_on", "detail")
NOT_AN_ADDRESS = ContactDecision(False, "not_an_address")
ADDED_COLUMNS = ("no_tracking", "preferred_channel")


@dataclass
class Scrubbed:
    """A batch past the gate: rows that may stay with what is added to them, and the refused."""

    stay: list[tuple[Row, dict[str, str]]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


def scrub_file(file: Path, topic: Topic, out: TextIO, refused: TextIO | None) -> Counter[str]:
    """A list past the gate, streamed in batches; each sees the stops that came before it. Returns `stay` and reasons."""
    counts: Counter[str] = Counter()
    is_paper = topic.channel == "post"
    if is_paper:
        check_paper_list(file)
    with reading_csv(file) as stream:
        names = column_names(stream)
    columns = [*names, *(name for name in ADDED_COLUMNS if name not in names)]  # a list may be scrubbed again
    # The list goes to a machine, which must find each address as it is; who reads the refusals opens a spreadsheet.
    writer = Writer(out, columns, for_people=False)
    reasons = Writer(refused, REFUSED_COLUMNS, for_people=True) if refused else None
    with reading_csv(file) as stream:
        for batch in batches(bar(read_rows(stream, needs=() if is_paper else ("email",)), label="Scrubbing")):
            found = scrub_paper(batch, topic) if is_paper else scrub(batch, topic)
            session().rollback()
            for row, wishes in found.stay:
                writer.write(dict(zip(names, row.cells.values(), strict=False)) | wishes)
            for cells in found.refused:
                counts[cells["reason"]] += 1
                if reasons:
                    reasons.write(cells)
            counts["stay"] += len(found.stay)
    return counts


def scrub(rows: Sequence[Row], topic: Topic) -> Scrubbed:
    """Ask the gate about a batch of rows by their column `email`, in one query."""
    found = Scrubbed()
    usable: list[tuple[Row, str]] = []
    for row in rows:
        try:
            usable.append((row, canonical_email(row.get("email"))))
        except NotAnAddress:
            found.refused.append(refused_cells(row, NOT_AN_ADDRESS))
    for (row, _email), standing in zip(usable, standings([email for _row, email in usable]), strict=True):
        decision = decide(standing, topic)
        if decision.allowed:
            found.stay.append((row, _wishes(standing)))
        else:
            found.refused.append(refused_cells(row, decision))
    return found


def scrub_paper(rows: Sequence[Row], topic: Topic) -> Scrubbed:
    """The same for a paper list, whose rows name people by e-mail address, customer number, or name and address."""
    asked, nobody = addressees(rows)
    found = Scrubbed(refused=[refused_cells(row, decision) for row, decision in nobody])
    for one in asked:
        decision = decide(one.standing, topic)
        if decision.allowed:
            found.stay.append((one.row, _wishes(one.standing)))
        else:
            found.refused.append(refused_cells(one.row, decision))
    return found


def refused_cells(row: Row, decision: ContactDecision) -> dict[str, str]:
    """A refused row for a file: the word, the first day it may be yes by itself, and what the word means."""
    return {
        "line": str(row.line),
        "email": row.get("email"),
        "reason": decision.reason,
        "next_on": decision.next_on.isoformat() if decision.next_on else "",
        "detail": REASONS.get(decision.reason) or NOT_NAMED[decision.reason],
    }


def _wishes(standing: Standing) -> dict[str, str]:
    """What the mail platform must also know: no measurement, and the channel the person likes better."""
    preferred = standing.state(PREFERRED_CHANNEL, ANY_CHANNEL)
    return {
        "no_tracking": "1" if standing.state(MEASUREMENT, ANY_CHANNEL) == OFF else "0",
        "preferred_channel": preferred if preferred not in (UNSET, OFF) else "",
    }
