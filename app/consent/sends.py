"""Counting sends: signing a campaign for somebody is a send, once per campaign."""

from __future__ import annotations

from collections.abc import Iterable

from app.consent.models import CampaignSend
from app.core import clock
from app.core.database import insert, session, table


def count_sends(campaign_id: int, subject_ids: Iterable[str]) -> None:
    """Note that a campaign was signed for these subjects. A repeat counts nothing. Flushes."""
    rows = [{"campaign_id": campaign_id, "subject_id": one, "signed_at": clock.now()} for one in subject_ids]
    if rows:
        session().execute(insert(table(CampaignSend)).on_conflict_do_nothing(), rows)
