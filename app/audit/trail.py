"""Writing and checking the trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from app.audit.models import AuditHead, AuditNote, AuditValue
from app.core import chain, clock, settings
from app.core.database import insert, session, table

CHAIN = "audit"


def note(
    actor: str, act: str, about: str | None = None, values: Mapping[str, tuple[str | None, str | None]] | None = None
) -> AuditNote:
    """Append one note: `actor` is 'command', 'worker' or 'staff:<id>'; `values` is field → (old, new). Flushes."""
    head = _locked_head(actor)
    before = chain.Link(head.seq, b"", head.digest, 0, b"") if head.seq else None
    line = AuditNote(actor=actor, act=act, about=about, at=clock.now())
    place = chain.link(settings.current().seal_keys, CHAIN, before, line.canonical())
    line.seq, line.previous, line.digest = place.seq, place.previous, place.digest
    line.key_id, line.mark = place.key_id, place.mark
    session().add(line)
    head.seq, head.digest = place.seq, place.digest
    session().flush()
    for field, (old, new) in (values or {}).items():
        session().add(AuditValue(note_id=line.id, field=field, old=old, new=new))
    session().flush()
    return line


def _locked_head(actor: str) -> AuditHead:
    first = insert(table(AuditHead)).values(actor=actor, seq=0, digest=chain.GENESIS).on_conflict_do_nothing()
    session().execute(first)
    statement = select(AuditHead).where(AuditHead.actor == actor).with_for_update()
    return session().execute(statement.execution_options(populate_existing=True)).scalar_one()


def verify_trail() -> Iterator[str]:
    """Faults of the trail in words, none when it holds."""
    ring = settings.current().seal_keys
    heads = {head.actor: head for head in session().scalars(select(AuditHead))}
    last: dict[str, chain.Link] = {}
    for line in session().scalars(
        select(AuditNote).order_by(AuditNote.actor, AuditNote.seq).execution_options(yield_per=500)
    ):
        if wrong := chain.fault(ring, CHAIN, last.get(line.actor), line.link(), line.canonical()):
            yield f"audit note {line.id} of {line.actor}: {wrong}"
        last[line.actor] = line.link()
    for actor, head in heads.items():
        if head.seq != (last[actor].seq if actor in last else 0):
            yield f"audit trail of {actor}: its last lines are missing"
        elif actor in last and head.digest != last[actor].digest:
            yield f"audit trail of {actor}: its head does not fit line {head.seq}"
    for actor in last.keys() - heads.keys():
        yield f"audit trail of {actor}: its head is missing"
