"""The second factor: six digits of an authenticator app (TOTP, RFC 6238: SHA-1, 30 seconds), each code once."""

from __future__ import annotations

import hmac

import pyotp
import segno
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import or_, update

from app.core import clock, settings
from app.core.database import rows_touched, session
from app.core.fields import open_text, seal_text
from app.core.refusals import Refusal
from app.staff.models import StaffMember

STEP = 30  # seconds
DRIFT = 1  # steps a phone's clock may be ahead or behind
PURPOSE = "staff-totp"
# Everybody knows this one: it is the second factor of the demo's accounts, so that a demo can be tried. Sign-in and start
# refuse it outside development.
DEMO_SECRET = "SAYSODEMOSAYSODEMOSAYSODEMOSAYSO"  # noqa: S105 - known to everyone on purpose


class WrongCode(Refusal):
    """Not a code of that app at this time."""


class CodeUsed(WrongCode):
    """The right code, but it was used before: each works once (RFC 6238, section 5.2)."""


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return pyotp.random_base32()


def seal(secret: str) -> bytes:
    """The secret as it is kept."""
    return seal_text(settings.current().field_keys, PURPOSE, secret)


def secret_of(member: StaffMember) -> str:
    """The secret a member shares with her app. Raises WrongCode where she has none."""
    if member.totp_sealed is None:
        raise WrongCode(_("There is no authenticator app for this account."))
    return open_text(settings.current().field_keys, PURPOSE, member.totp_sealed)


def code_at(secret: str, step: int) -> str:
    """The six digits of a time step."""
    return pyotp.HOTP(secret).at(step)


def step_now() -> int:
    """Which step of 30 seconds since 1970 this is."""
    return int(clock.now().timestamp()) // STEP


def step_of(secret: str, code: str) -> int:
    """The time step that code belongs to: this one or one beside it. Raises WrongCode."""
    steps = range(step_now() - DRIFT, step_now() + DRIFT + 1)
    # All of them are compared, so that the time taken says nothing.
    found = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())]
    if not found:
        raise WrongCode(_("That’s not the code your app shows now. Type the newest one."))
    return found[-1]


def use_code(member: StaffMember, code: str) -> None:
    """Use a code of that member's app up: of two requests with the same code one succeeds. Raises WrongCode or CodeUsed.

    Flushes; the entry point commits.
    """
    step = step_of(secret_of(member), code)
    fresh = or_(StaffMember.totp_step.is_(None), StaffMember.totp_step < step)
    mine = (StaffMember.id == member.id, StaffMember.totp_sealed == member.totp_sealed, fresh)
    used = update(StaffMember).where(*mine).values(totp_step=step).execution_options(synchronize_session=False)
    if rows_touched(session().execute(used)) != 1:
        raise CodeUsed(_("That code was used already. Wait until your app shows the next one."))
    session().refresh(member)


def spaced(secret: str) -> str:
    """The secret in groups of four, to type."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def picture(secret: str, email: str) -> Markup:
    """The secret as a QR code: inline SVG, dark on light in every scheme, colours as attributes."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=settings.current().brand.name)
    drawn = segno.make(uri, error="m", micro=False).svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn here from attributes and path data alone
