"""Whether every key id that stands in the database still has its key. Without it, stops could not be found again."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from app.core.database import session
from app.core.keys import KeyRing
from app.core.refusals import BadSetting
from app.core.settings import current

_FINGERPRINTS = "SELECT DISTINCT key_id FROM fingerprint"
_SEALS = (
    "SELECT key_id FROM consent_entry UNION SELECT key_id FROM audit_note UNION SELECT key_id FROM ledger_checkpoint"
)
_FIELDS = (
    "SELECT substr(sealed, 1, 1) FROM kept_destination "
    "UNION SELECT substr(totp_sealed, 1, 1) FROM staff_member WHERE totp_sealed IS NOT NULL"
)


def missing_keys() -> Iterator[str]:
    """One line for each stored key id without a key."""
    settings = current()
    yield from _missing(settings.fingerprint_keys, set(session().execute(text(_FINGERPRINTS)).scalars()))
    yield from _missing(settings.seal_keys, set(session().execute(text(_SEALS)).scalars()))
    # A sealed field begins with the id of its key.
    yield from _missing(settings.field_keys, {bytes(one)[0] for one in session().execute(text(_FIELDS)).scalars()})


def _missing(ring: KeyRing, stored: set[int]) -> Iterator[str]:
    for number in sorted(stored - ring.keys.keys()):
        yield f"{ring.name} has no key {number}, and stored rows need it. Put it back."


def refuse_missing_keys() -> None:
    """The start is refused while a stored key id has no key. Raises BadSetting."""
    if missing := list(missing_keys()):
        raise BadSetting(" ".join(missing))
