"""What follows a person into another record. The kept record's own values stay, and a removal is never lost."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.database import Base, session
from app.core.moving import move_back, move_where
from app.core.personal_data import Holder, Move, Moved
from app.people.fact_models import Animal, Fact, Origin
from app.people.merged import make_shell, part_shell
from app.people.models import Person, Phone, PostalAddress

# Field of `fact_origin` → columns of the person row.
VALUES = {
    "name": ("first_name", "last_name"),
    "addressed_as": ("addressed_as",),
    "gender": ("gender",),
    "customer_number": ("customer_number",),
    "loyalty_number": ("loyalty_number",),
}
_ORIGIN = ("source", "source_detail", "obtained_on", "recorded_at", "corrected_at")


def values_there(gone: Holder, kept: Holder) -> Moved:
    """Fill what the kept record lacks, take what the person corrected herself, and make the gone record a shell."""
    one, other = _person(gone), _person(kept)
    moved = [_take(field, one, other) for field in VALUES if _gives_way(field, one, other)]
    since = [at for at in (one.customer_since, other.customer_since) if at is not None]
    moved += _set_time(other, "customer_since", min(since, default=None))
    moved += _set_time(other, "frozen_at", other.frozen_at or one.frozen_at)
    session().flush()
    return [*moved, ["shells", make_shell(gone, kept)]]


def values_back(gone: Holder, kept: Holder, moved: Moved) -> None:
    """Each value that nobody changed since goes back to what it was."""
    other = _person(kept)
    for field, *rest in moved:
        if field == "shells":
            part_shell(gone, rest[0])
        elif field in VALUES:
            _give_back(other, field, *rest)
        elif _iso(getattr(other, field)) == rest[1]:
            setattr(other, field, datetime.fromisoformat(rest[0]) if rest[0] else None)
    session().flush()


def phones() -> Move:
    """Numbers follow, unless the kept record has the same."""
    return _once_each(Phone, lambda one: one.number)


def facts() -> Move:
    """Facts follow, unless the kept record has the same."""
    return _once_each(Fact, lambda one: (one.kind, one.name, one.value))


def animals_there(gone: Holder, kept: Holder) -> Moved:
    """All follow. A farewell said about one of a name and kind holds for the other too."""
    ended = _share_ends(Animal, gone, kept, _animal, ("gone_at", "removed_at"))
    return [{"ids": move_where(Animal, gone, kept), "ended": ended}]


def animals_back(gone: Holder, _kept: Holder, moved: Moved) -> None:
    """Back to where they were."""
    _back(Animal, gone, moved)


def places_there(gone: Holder, kept: Holder) -> Moved:
    """All follow. Paper mail goes where it went, so an address that followed is an older one where the kept has one."""
    ended = _share_ends(PostalAddress, gone, kept, _place, ("removed_at",))
    rows = _rows(PostalAddress, gone)
    if any(one.is_current for one in _rows(PostalAddress, kept)):
        ended += [_end(one, "replaced_at") for one in rows if one.is_current]
    return [{"ids": move_where(PostalAddress, gone, kept), "ended": ended}]


def places_back(gone: Holder, _kept: Holder, moved: Moved) -> None:
    """Back to where they were."""
    _back(PostalAddress, gone, moved)


def _animal(one: Any) -> Hashable:
    return (one.kind, one.name.casefold()) if one.name else None


def _place(one: Any) -> Hashable:
    return (one.street.casefold(), one.second_line.casefold(), one.postal_code[:5])


def _once_each(model: type[Base], key: Callable[[Any], Hashable]) -> Move:
    """Rows of which a person has each only once: a second one stays with the shell, and shares its removal."""

    def there(gone: Holder, kept: Holder) -> Moved:
        ended = _share_ends(model, gone, kept, key, ("removed_at",))
        had = {key(one) for one in _rows(model, kept)}
        twins = [one.id for one in _rows(model, gone) if key(one) in had]
        column: Any = model.__table__.c.id
        return [{"ids": move_where(model, gone, kept, column.not_in(twins)), "ended": ended}]

    def back(gone: Holder, _kept: Holder, moved: Moved) -> None:
        _back(model, gone, moved)

    return Move(there, back)


def _back(model: type[Base], gone: Holder, moved: Moved) -> None:
    for said in moved:
        move_back(model, gone, said["ids"])
        for number, name in said["ended"]:
            if (row := session().get(model, number)) is not None:
                setattr(row, name, None)
    session().flush()


def _share_ends(
    model: type[Base], gone: Holder, kept: Holder, key: Callable[[Any], Hashable], names: Iterable[str]
) -> list[list[Any]]:
    """What ended in one of the two records ends in the other. Returns [row, column] of each end that was set."""
    one, other = _rows(model, gone), _rows(model, kept)
    ended = []
    for name in names:
        for mine, theirs in ((one, other), (other, one)):
            over = {key(row) for row in theirs if getattr(row, name) is not None} - {None}
            ended += [_end(row, name) for row in mine if getattr(row, name) is None and key(row) in over]
    session().flush()
    return ended


def _end(row: Any, name: str) -> list[Any]:
    setattr(row, name, clock.now())
    if isinstance(row, Fact):
        row.changed_at = clock.now()
    return [row.id, name]


def _rows(model: Any, holder: Holder) -> list[Any]:
    return list(session().scalars(select(model).where(model.person_id == holder.person_id).order_by(model.id)))


def _person(holder: Holder) -> Person:
    found = session().get(Person, holder.person_id)
    assert found is not None, "both records were read a moment before"
    return found


def _gives_way(field: str, one: Person, other: Person) -> bool:
    """Whether the kept record takes the gone one's value: it was corrected by her and its own was not, or it has none."""
    theirs, own = _values(one, field), _values(other, field)
    corrected = [bool(row and row.corrected_at) for row in (_origin(one.id, field), _origin(other.id, field))]
    if theirs == own or corrected[1]:
        return False
    return corrected[0] or not any(own)


def _take(field: str, one: Person, other: Person) -> list[Any]:
    old, new = _values(other, field), _values(one, field)
    before = _as_json(_origin(other.id, field))
    _set(other, field, new)
    _put_origin(other.id, field, _as_json(_origin(one.id, field)))
    return [field, old, new, before]


def _give_back(other: Person, field: str, old: list[Any], new: list[Any], before: dict[str, Any] | None) -> None:
    if _values(other, field) == new:
        _set(other, field, old)
        _put_origin(other.id, field, before)


def _values(person: Person, field: str) -> list[Any]:
    return [getattr(person, name) for name in VALUES[field]]


def _set(person: Person, field: str, values: list[Any]) -> None:
    for name, value in zip(VALUES[field], values, strict=True):
        setattr(person, name, value)


def _origin(person_id: int, field: str) -> Origin | None:
    return session().get(Origin, (person_id, field))


def _as_json(row: Origin | None) -> dict[str, Any] | None:
    return {name: _iso(getattr(row, name)) for name in _ORIGIN} if row else None


def _put_origin(person_id: int, field: str, said: dict[str, Any] | None) -> None:
    row = _origin(person_id, field)
    if said is None:
        if row is not None:
            session().delete(row)
        return
    if row is None:
        row = Origin(person_id=person_id, field=field)
        session().add(row)
    row.source, row.source_detail = said["source"], said["source_detail"]
    row.obtained_on = date.fromisoformat(said["obtained_on"]) if said["obtained_on"] else None
    row.recorded_at = datetime.fromisoformat(said["recorded_at"])
    row.corrected_at = datetime.fromisoformat(said["corrected_at"]) if said["corrected_at"] else None


def _set_time(person: Person, name: str, value: datetime | None) -> Moved:
    old = getattr(person, name)
    if old == value:
        return []
    setattr(person, name, value)
    return [[name, _iso(old), _iso(value)]]


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
