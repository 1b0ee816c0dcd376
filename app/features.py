"""The one list of features, in menu order."""

from app import (
    audit,
    consent,
    demo,
    exchange,
    identity,
    outbox,
    people,
    policies,
    preferences,
    staff,
    suppression,
    topics,
    unsubscribe,
)

FEATURES = (
    audit.feature,
    staff.feature,
    topics.feature,
    policies.feature,
    people.feature,
    suppression.feature,
    consent.feature,
    outbox.feature,
    identity.feature,
    preferences.feature,
    unsubscribe.feature,
    exchange.feature,
    demo.feature,
)
