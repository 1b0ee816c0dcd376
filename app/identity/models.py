"""Tables of sign-in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime


class SignInRequest(Model):
    """Somebody asked for a link and a code. The address stands here sealed; a person is made only on proof."""

    __tablename__ = "sign_in_request"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    # Keyed hash of the match key: finds the older requests of the same address, which the newest one replaces.
    address_mark: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    # Set at hand-over, when link and code are made: from then on the ten minutes count.
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    link_jti: Mapped[str | None] = mapped_column(String(43))
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    wrong_tries: Mapped[int] = mapped_column(Integer, default=0)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    next_endpoint: Mapped[str] = mapped_column(String(60), default="")
    # Forms that wait for code or link, signed, parted by spaces (`drafts`).
    draft: Mapped[str | None] = mapped_column(Text)


class SignInSilence(Model):
    """ "I didn't ask for this": no sign-in mail to that address until then."""

    __tablename__ = "sign_in_silence"

    address_mark: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcTime, index=True)


class ShopperSession(Model):
    """A signed-in browser. Its end and revocation stand here; when it was last seen stands in the signed cookie."""

    __tablename__ = "shopper_session"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(320))
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class EmailChange(Model):
    """Somebody wants her mail at another address. Both stand here sealed; nothing changes before the new one is proven."""

    __tablename__ = "email_change"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # The row of hers that leads elsewhere, whatever address it has by now. No key: files may take that row away.
    destination_id: Mapped[int] = mapped_column(Integer)
    old_mark: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    new_mark: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    sealed_old: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_new: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    # Set at hand-over: from then on the 24 hours count.
    ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Proven, but somebody else has choices at that address: staff bring the two together, nothing joins by itself.
    needs_merge_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    reverted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # The change that this one took back.
    takes_back: Mapped[str | None] = mapped_column(String(32))
