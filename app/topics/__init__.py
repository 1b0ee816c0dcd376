"""Topics: what the shop sends mail about. A catalog is a topic on the post channel."""

from app.topics.animals import ANIMALS
from app.topics.editing import (
    FIXED,
    WORDS,
    ChangedMeanwhile,
    SlugTaken,
    change_topic,
    create_topic,
    hide_topic,
    move_topic,
    retire_topic,
    topic_by_id,
    undo_change,
    version_of,
)
from app.topics.feature import feature
from app.topics.models import Campaign, Topic, TopicRules
from app.topics.service import (
    DEFAULTS,
    KINDS,
    SLUG,
    UnknownTopic,
    campaign_named,
    campaign_numbered,
    every_topic,
    find_campaign,
    load_topics,
    topic_by_slug,
)

__all__ = [
    "ANIMALS",
    "DEFAULTS",
    "FIXED",
    "KINDS",
    "SLUG",
    "WORDS",
    "Campaign",
    "ChangedMeanwhile",
    "SlugTaken",
    "Topic",
    "TopicRules",
    "UnknownTopic",
    "campaign_named",
    "campaign_numbered",
    "change_topic",
    "create_topic",
    "every_topic",
    "feature",
    "find_campaign",
    "hide_topic",
    "load_topics",
    "move_topic",
    "retire_topic",
    "topic_by_id",
    "topic_by_slug",
    "undo_change",
    "version_of",
]
