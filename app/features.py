"""The one list of features, in menu order."""

from app import audit, consent, identity, outbox, people, policies, suppression, topics, unsubscribe

FEATURES = (
    audit.feature,
    topics.feature,
    policies.feature,
    people.feature,
    suppression.feature,
    consent.feature,
    outbox.feature,
    identity.feature,
    unsubscribe.feature,
)
