"""Timed jobs of the desk."""

from __future__ import annotations

from app.console.digest import post_digests
from app.core.database import session


def staff_digest() -> str:
    """Post the weekday mail, once a business day after 8 a.m."""
    count = post_digests()
    session().commit()
    return f"{count} weekday mails posted"
