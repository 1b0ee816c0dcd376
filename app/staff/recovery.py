"""Recovery codes: ways in without the phone, ten at a time, each once. Only keyed hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from app.core import clock, settings
from app.core.database import rows_touched, session
from app.core.keys import derive
from app.core.refusals import Refusal
from app.staff.models import StaffMember, StaffRecoveryCode

HOW_MANY = 10
LENGTH = 10  # of 32 letters each: 50 bits
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: none looks like another
_READ_AS = str.maketrans("oil", "011")


class WrongRecoveryCode(Refusal):
    """None of hers, or used before."""


def new_codes() -> list[str]:
    """Ten fresh codes like `7k2mq-9xw4d`. Kept nowhere until `keep`."""
    codes = ["".join(secrets.choice(ALPHABET) for _letter in range(LENGTH)) for _code in range(HOW_MANY)]
    return [f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" for code in codes]


def plain(typed: str) -> str:
    """A code as it was made, however it was typed; empty for what can be none."""
    text = re.sub(r"[\s\-\u2010-\u2015\u2212]+", "", typed[:100].lower()).translate(_READ_AS)
    return text if len(text) == LENGTH and set(text) <= set(ALPHABET) else ""


def keep(member_id: int, codes: list[str]) -> None:
    """These are a member's codes from now on; older ones work no more. Flushes."""
    session().execute(delete(StaffRecoveryCode).where(StaffRecoveryCode.member_id == member_id))
    newest = settings.current().field_keys.newest
    session().add_all(
        StaffRecoveryCode(member_id=member_id, code_hash=_hash(newest, member_id, plain(code))) for code in codes
    )
    session().flush()


def use(member: StaffMember, typed: str) -> None:
    """Use one up: of two requests with the same code one succeeds. Raises WrongRecoveryCode. Flushes."""
    ring = settings.current().field_keys
    hashes = [_hash(key, member.id, plain(typed)) for key in ring.keys.values()]
    mine = (StaffRecoveryCode.member_id == member.id, StaffRecoveryCode.code_hash.in_(hashes))
    used = update(StaffRecoveryCode).where(*mine, StaffRecoveryCode.used_at.is_(None)).values(used_at=clock.now())
    if rows_touched(session().execute(used)) != 1:
        raise WrongRecoveryCode(_("That is none of your unused recovery codes. Each one works once."))


def how_many_left(member_id: int) -> int:
    """How many codes of a member are unused."""
    mine = (StaffRecoveryCode.member_id == member_id, StaffRecoveryCode.used_at.is_(None))
    return session().scalar(select(func.count()).select_from(StaffRecoveryCode).where(*mine)) or 0


def _hash(key: bytes, member_id: int, code: str) -> bytes:
    return hmac.new(derive(key, "staff/recovery"), f"{member_id}/{code}".encode(), hashlib.sha256).digest()
