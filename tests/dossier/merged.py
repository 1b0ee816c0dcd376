"""Two records of one person in tests: proposing, merging, parting, and what the gate says of each address."""

from typing import Any

from app import consent, dossier
from app.consent import ConsentEntry
from app.core.database import session
from app.dossier import Why
from app.dossier.models import PersonMerge
from app.people import Person
from app.topics import Topic
from tests.cast import ANN
from tests.makers import a_person, may

OTHER = "ann.archer@example.org"
SUE, PIA = "staff:1", "staff:2"


def other_ann(**fields: Any) -> Person:
    """The second record of Ann: another address, fewer facts."""
    return a_person(OTHER, proven=True, **fields)


def merged(kept: Person, gone: Person) -> PersonMerge:
    """Sue proposes, Pia says they are one."""
    row = dossier.propose(kept.id, gone.id, Why.TOLD, SUE)
    session().commit()
    dossier.decide(row.id, "merge", PIA)
    session().commit()
    session().expire_all()
    return row


def parted(row: PersonMerge) -> bool:
    """Pia takes it back."""
    went_back = dossier.part(row.id, PIA)
    session().commit()
    session().expire_all()
    return went_back


def history(subject_id: str, without: str | None = None) -> list[dict[str, object]]:
    """A subject's lines, act by act, but for one act."""
    lines = consent.entries(subjects=[subject_id])
    return [_line(line) for line in lines if line.act_id != without]


def _line(line: ConsentEntry) -> dict[str, object]:
    return {**line.canonical(), "digest": line.digest, "mark": line.mark}


def both_may(topic: Topic) -> tuple[str, str]:
    """The gate's answers for the two addresses."""
    return may(ANN, topic), may(OTHER, topic)


def sound() -> bool:
    """Ledger and derived preferences are in order."""
    return not [*consent.ledger_faults(), *consent.projection_faults()]
