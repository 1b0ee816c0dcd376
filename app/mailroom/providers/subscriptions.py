"""SNS asks whether an address wants what a topic says. The question is kept; `flask mail confirm-ses` answers it.

The web server never answers by itself: what strangers send must not make it open connections.
"""

from __future__ import annotations

import logging
from datetime import datetime
from urllib.parse import parse_qs

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime, session
from app.mailroom.providers import sns
from app.mailroom.providers.base import NotGenuine, Parts, line, moment
from app.mailroom.providers.outgoing import Fetch, sns_url

log = logging.getLogger("sayso.mailroom")


class SnsQuestion(Model):
    """The newest question of a topic that nobody answered yet. Answered, the row goes."""

    __tablename__ = "sns_question"

    topic: Mapped[str] = mapped_column(String(300), primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)


def keep_question(message: Parts) -> None:
    """Keep what a verified message asks, unless a newer one was kept. Flushes. Raises NotGenuine for an odd address."""
    topic, url, asked_at = (
        line(message, "TopicArn", 300),
        str(message["SubscribeURL"]),
        moment(line(message, "Timestamp")),
    )
    if not leads_to_confirmation(url, topic):
        raise NotGenuine("SubscribeURL is not an address of Amazon SNS.")
    kept = session().get(SnsQuestion, topic)
    if kept is None or kept.asked_at < asked_at:
        session().merge(SnsQuestion(topic=topic, url=url, asked_at=asked_at))
        session().flush()
    ended = message["Type"] == sns.UNSUBSCRIPTION
    said = "the subscription ended; to bring it back" if ended else "SNS asks to confirm the subscription"
    log.warning("%s: %s: run `flask mail confirm-ses`", topic, said)


def leads_to_confirmation(url: str, topic: str) -> bool:
    """Whether the address does one thing only: confirm this topic at SNS."""
    found = sns_url(url)
    if found is None or found.path not in ("", "/") or len(url) > 2000:
        return False
    asked = parse_qs(found.query)
    return asked.get("Action") == ["ConfirmSubscription"] and asked.get("TopicArn") == [topic]


def waiting_questions() -> list[SnsQuestion]:
    """The questions nobody answered yet, oldest first."""
    return list(session().scalars(select(SnsQuestion).order_by(SnsQuestion.asked_at)))


def answer(question: SnsQuestion, fetch: Fetch) -> None:
    """Confirm it at SNS, and drop it. Flushes. Raises NotFetched where SNS can't be reached or says no."""
    fetch(question.url)
    session().delete(question)
    session().flush()
