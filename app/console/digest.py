"""The weekday mail: what is due at the desk, to each member of whose role something is. Counts and references only.

The first run after 8 a.m. of a business day settles the day for everybody, so what falls due at eleven waits for the next
morning. A worker that comes late posts it later the same day, and never on another.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from flask import current_app, url_for
from sqlalchemy import select

from app import outbox
from app.console.overview import due_for
from app.core import claims, clock, settings
from app.core.business_days import is_business_day
from app.core.database import insert, session, table
from app.core.desk import Due
from app.core.messages import Letter
from app.core.typed import first_numbers
from app.staff import StaffDigest, StaffMember

KIND = "staff_digest"
OPENS = time(8)


def post_digests() -> int:
    """Post today's mails, once a day however often and by however many it is asked. Returns how many. Flushes."""
    now = _local_now()
    if now.time() < OPENS or not is_business_day(now.date()):
        return 0
    if not claims.claim(f"digest-{now.date()}", "digest", keep=timedelta(days=2)):
        return 0
    at_work = select(StaffMember).where(StaffMember.joined_at.is_not(None), StaffMember.ended_at.is_(None))
    members = session().scalars(at_work).all()
    due = {role: _due(role) for role in {member.role for member in members}}
    return sum(_post(member, now) for member in members if due[member.role])


def _post(member: StaffMember, now: datetime) -> bool:
    row = {"member_id": member.id, "day": now.date(), "posted_at": clock.now()}
    new = insert(table(StaffDigest)).values(row).on_conflict_do_nothing().returning(table(StaffDigest).c.id)
    digest_id = session().execute(new).scalar()
    if digest_id is not None:
        outbox.post(KIND, str(digest_id))
    return digest_id is not None


def compose(reference: str) -> Letter | None:
    """What is due at hand-over. None: nothing any more, the member left, or the day is over."""
    digest = session().get(StaffDigest, int(reference))
    member = session().get(StaffMember, digest.member_id) if digest else None
    if digest is None or member is None or digest.day != _local_now().date():
        return None
    if member.joined_at is None or member.ended_at is not None or not (due := due_for(member.role)):
        return None
    lines = [{"strong": one.strong, "rest": one.rest, "act": one.act, "url": _whole(one.url)} for one in due]
    return Letter(member.email, {"due": lines, "desk": _whole(url_for("console.overview")), "day": digest.day})


def members_of(references: Collection[str]) -> dict[str, str]:
    """Reference → the member's address, for the desk, which masks it."""
    numbers = first_numbers(references)
    found = select(StaffDigest.id, StaffMember.email).join(StaffMember, StaffMember.id == StaffDigest.member_id)
    rows = session().execute(found.where(StaffDigest.id.in_(numbers.values())))
    emails = {number: email for number, email in rows}  # noqa: C416 — a row is no pair to mypy
    return {reference: emails[number] for reference, number in numbers.items() if number in emails}


def _due(role: str) -> list[Due]:
    """Asked outside a request: duties name pages, and a page's address needs one."""
    with current_app.test_request_context(base_url=settings.current().public_url):
        return due_for(role)


def _whole(url: str) -> str:
    return settings.current().public_url + url if url.startswith("/") else url


def _local_now() -> datetime:
    return clock.now().astimezone(settings.current().brand.zone)
