"""`consent verify` names what was done to the ledger behind our back, and says nothing when nothing was."""

import pytest
from sqlalchemy import select

from app import consent
from app.consent import ON, PACE, ConsentEntry, ledger_faults, projection_faults, seal_heads
from app.consent.models import LedgerCheckpoint
from app.core import chain, settings
from app.core.database import session
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.consent.tampering import COLUMNS, computed, tamper
from tests.makers import a_no, a_stop, a_topic, a_yes, says

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture(autouse=True)
def ledger(app_context: None) -> None:
    """Ann has four lines and Bea three, all sealed by two checkpoints, and a stranger one that is not."""
    ann(), bea()
    topic = a_topic()
    for address in (ANN, BEA):
        a_yes(address, topic)
        a_no(address, topic)
    sealed()
    for address in (ANN, BEA):
        says(address, PACE, "week")
    a_stop(ANN)
    sealed()
    a_stop(CAL)


def sealed() -> None:
    assert seal_heads() > 0
    session().commit()


def subject(address: str) -> str:
    return consent.subject_for(address)


def number(address: str, seq: int) -> int:
    """The id of a line."""
    found = select(ConsentEntry.id).where(ConsentEntry.subject_id == subject(address), ConsentEntry.seq == seq)
    return session().execute(found).scalar_one()


def entry(address: str, seq: int) -> ConsentEntry:
    """A line that no session watches."""
    found = session().get_one(ConsentEntry, number(address, seq))
    session().expunge(found)
    return found


def point(place: int) -> int:
    """The id of the first or second checkpoint."""
    return session().execute(select(LedgerCheckpoint.id).order_by(LedgerCheckpoint.id)).scalars().all()[place - 1]


def faults() -> list[str]:
    return list(ledger_faults())


def test_an_untouched_ledger_has_no_fault() -> None:
    assert len(list(consent.entries())) == 8
    assert faults() == []
    assert list(projection_faults()) == []


FIELDS = {
    "state": "'on'", "purpose": "'other'", "channel": "'post'", "method": "'phone'", "actor": "'staff:1'",
    "act_id": "'x'", "wording": "'x'", "language": "'de'", "policy_version": "99", "campaign_id": "5", "source": "'x'",
    "claimed_at": "'2020-01-01 00:00:00.000000+00'", "at": "'2020-01-01 00:00:00.000000+00'", "zone": "'UTC'",
    "evidence": "NULL_BLOB", "digest": "BLOB", "previous": "BLOB", "mark": "BLOB", "key_id": "9",
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_a_line_changed_in_any_field_is_named(field: str) -> None:
    changed = number(ANN, 2)
    values = {"new": bytes(16)} if "BLOB" in FIELDS[field] else {}
    new = ":new" if values else FIELDS[field].replace("+00'", "'" if on_sqlite() else "+00'")
    tamper(f"UPDATE consent_entry SET {field} = {new} WHERE id = :id", id=changed, **values)
    found = faults()
    assert any(f"entry {changed} " in fault for fault in found)
    assert not any(subject(BEA) in fault for fault in found)


def on_sqlite() -> bool:
    return session().get_bind().dialect.name == "sqlite"


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_line_changed_with_its_hash_computed_anew_is_named(seq: int) -> None:
    forged = computed(entry(ANN, seq), state="unset")
    changed = number(ANN, seq)
    tamper("UPDATE consent_entry SET state = 'unset', digest = :digest WHERE id = :id", id=changed, digest=forged)
    assert any(f"entry {changed} " in fault and "not written by this site" in fault for fault in faults())


@pytest.mark.parametrize(("seq", "says"), [(1, "line 1 is missing"), (2, "line 2 is missing"), (4, "line 4 ")])
def test_a_line_dropped_is_named(seq: int, says: str) -> None:
    tamper("DELETE FROM consent_entry WHERE id = :id", id=number(ANN, seq))
    found = faults()
    assert any(says in fault and subject(ANN) in fault for fault in found)
    assert not any(subject(BEA) in fault for fault in found)


def test_all_lines_of_a_subject_dropped_with_its_head_are_named_by_the_seal() -> None:
    who = subject(ANN)
    tamper(*(f"DELETE FROM {name} WHERE subject_id = :who" for name in ("consent_entry", "ledger_head")), who=who)
    assert any(who in fault and "sealed" in fault for fault in faults())


def test_all_lines_of_a_subject_dropped_are_named() -> None:
    tamper("DELETE FROM consent_entry WHERE subject_id = :who", who=subject(CAL))
    assert faults() == [f"subject {subject(CAL)}: all 1 lines are missing"]


def inserted(digest: bytes, *, head: bool) -> list[str]:
    """Ann's last line once more, turned into its opposite, behind it; `head`: the head is moved along."""
    who, last = subject(ANN), entry(ANN, 4)
    copied = (
        COLUMNS.replace("seq,", "seq + 1,").replace(" state,", " 'on',").replace(" previous, digest,", " digest, :new,")
    )
    statements = [f"INSERT INTO consent_entry ({COLUMNS}) SELECT {copied} FROM consent_entry WHERE id = :id"]
    tamper(*statements, id=last.id, new=digest)
    if head:
        tamper("UPDATE ledger_head SET seq = 5, digest = :new WHERE subject_id = :who", new=digest, who=who)
    return faults()


def test_a_line_inserted_with_the_right_hash_and_a_moved_head_is_named_because_its_mark_needs_our_key() -> None:
    last = entry(ANN, 4)
    behind = computed(last, seq=5, state=ON, previous=bytes(last.digest))
    found = inserted(behind, head=True)
    assert [fault.split("): ")[1] for fault in found] == ["line 5 was not written by this site"]


def test_a_line_inserted_behind_the_head_is_named() -> None:
    assert any("line 5 to 5 were added behind the head" in fault for fault in inserted(bytes(32), head=False))


def test_a_line_moved_to_another_subject_is_named_on_both_sides() -> None:
    moved, to = number(ANN, 4), subject(CAL)
    tamper("UPDATE consent_entry SET subject_id = :to, seq = 2 WHERE id = :id", id=moved, to=to)
    found = faults()
    assert any(f"entry {moved} (subject {to})" in fault for fault in found)
    assert any(subject(ANN) in fault and "missing" in fault for fault in found)


def test_two_lines_swapped_are_named() -> None:
    swap(number(ANN, 1), number(ANN, 2))
    assert any(subject(ANN) in fault and "does not follow" in fault for fault in faults())


def swap(a: int, b: int) -> None:
    tamper("UPDATE consent_entry SET seq = -1 WHERE id = :id", id=a)
    tamper("UPDATE consent_entry SET seq = 1 WHERE id = :id", id=b)
    tamper("UPDATE consent_entry SET seq = 2 WHERE id = :id", id=a)


def test_a_head_set_back_is_named() -> None:
    earlier = entry(ANN, 3)
    values = {"digest": bytes(earlier.digest), "who": subject(ANN)}
    tamper("UPDATE ledger_head SET seq = 3, digest = :digest WHERE subject_id = :who", **values)
    assert faults() == [f"subject {subject(ANN)}: line 4 to 4 were added behind the head"]


def test_a_head_set_back_with_its_last_lines_dropped_is_named_by_the_seal() -> None:
    earlier, last = entry(ANN, 3), number(ANN, 4)
    values = {"digest": bytes(earlier.digest), "who": subject(ANN)}
    tamper("UPDATE ledger_head SET seq = 3, digest = :digest WHERE subject_id = :who", **values)
    tamper("DELETE FROM consent_entry WHERE id = :id", id=last)
    assert faults() == [f"subject {subject(ANN)}: line 4, sealed by checkpoint {point(2)}, is missing or another"]


def test_a_head_with_another_hash_is_named() -> None:
    tamper("UPDATE ledger_head SET digest = :new WHERE subject_id = :who", new=bytes(32), who=subject(ANN))
    assert faults() == [f"subject {subject(ANN)}: the head does not fit line 4"]


def test_a_sealed_line_replaced_by_another_that_this_site_wrote_is_named_by_the_seal() -> None:
    earlier, last, values = entry(ANN, 3), number(ANN, 4), {"who": subject(ANN)}
    tamper("UPDATE ledger_head SET seq = 3, digest = :digest WHERE subject_id = :who", digest=earlier.digest, **values)
    tamper("DELETE FROM consent_entry WHERE id = :id", id=last)
    says(ANN, PACE, "month")
    assert faults() == [f"subject {subject(ANN)}: line 4, sealed by checkpoint {point(2)}, is missing or another"]


def test_a_head_that_went_missing_is_named() -> None:
    tamper("DELETE FROM ledger_head WHERE subject_id = :who", who=subject(ANN))
    assert any(subject(ANN) in fault for fault in faults())


@pytest.mark.parametrize("gone", [1, 2])
def test_a_checkpoint_that_went_missing_is_named(gone: int) -> None:
    missing = point(gone)
    tamper("DELETE FROM ledger_checkpoint WHERE id = :id", id=missing)
    assert f"checkpoint {missing}: is missing, and what it sealed is still there" in faults()


@pytest.mark.parametrize("place", [1, 2])
def test_a_sealed_head_that_went_missing_is_named(place: int) -> None:
    broken, who = point(place), subject(ANN)
    tamper("DELETE FROM checkpoint_head WHERE checkpoint_id = :id AND subject_id = :who", id=broken, who=who)
    assert f"checkpoint {broken}: does not fit what it sealed, or one before it is missing" in faults()


CHECKPOINT = {"signature": bytes(64), "digest": bytes(32), "previous": b"x" * 32, "key_id": 9}


@pytest.mark.parametrize("field", [*CHECKPOINT, "at"])
def test_a_checkpoint_changed_in_any_field_is_named(field: str) -> None:
    new = CHECKPOINT.get(field, "2020-01-01 00:00:00.000000")
    broken = point(2)
    tamper(f"UPDATE ledger_checkpoint SET {field} = :new WHERE id = :id", new=new, id=broken)
    assert any(fault.startswith(f"checkpoint {broken}:") for fault in faults())


def test_a_checkpoint_sealed_by_somebody_else_is_named() -> None:
    broken = point(2)
    tamper("UPDATE ledger_checkpoint SET signature = :new WHERE id = :id", new=b"x" * 64, id=broken)
    assert faults() == [f"checkpoint {broken}: its signature is not ours"]


def test_a_preference_that_the_ledger_does_not_say_is_named_and_mended_by_rebuild() -> None:
    tamper("UPDATE preference SET state = 'on' WHERE subject_id = :who AND purpose LIKE 'topic:%'", who=subject(ANN))
    tamper("DELETE FROM preference WHERE subject_id = :who AND purpose = 'pace'", who=subject(BEA))
    tamper("INSERT INTO preference VALUES ('nobody', 'pace', 'email', 'week', 1)")
    assert faults() == []
    found = list(projection_faults())
    assert len(found) == 3
    assert all(any(who in fault for fault in found) for who in (subject(ANN), subject(BEA), "nobody"))
    consent.rebuild()
    assert list(projection_faults()) == []


def test_a_rotation_of_the_seal_key_is_no_fault() -> None:
    ring = settings.current().seal_keys
    ring.keys[2] = chain.digest(b"", b"new key")
    try:
        says(ANN, PACE, "month")
        sealed()
        assert faults() == []
    finally:
        del ring.keys[2]
