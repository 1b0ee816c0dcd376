"""Topics: what the shop sends mail about. A catalog is a topic on the post channel."""

from app.topics.feature import feature
from app.topics.models import Campaign, Topic, TopicRules
from app.topics.service import (
    DEFAULTS,
    KINDS,
    UnknownTopic,
    campaign_named,
    every_topic,
    find_campaign,
    load_topics,
    topic_by_slug,
)

__all__ = [
    "DEFAULTS",
    "KINDS",
    "Campaign",
    "Topic",
    "TopicRules",
    "UnknownTopic",
    "campaign_named",
    "every_topic",
    "feature",
    "find_campaign",
    "load_topics",
    "topic_by_slug",
]
