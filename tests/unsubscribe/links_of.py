"""Stop links as a mailing carries them."""

from app import links
from app.core import settings
from app.core.fingerprints import canonical_email, fingerprint, match_key
from app.topics import Topic, campaign_named


def a_link(address: str, topic: Topic | None = None, campaign: str = "") -> str:
    """The path of the stop link that a mailing to `address` carries."""
    mark = fingerprint(settings.current().fingerprint_keys, "email", match_key(canonical_email(address)))
    number = campaign_named(topic, campaign).id if topic and campaign else 0
    return "/u/" + links.stop_token(links.StopLink(mark, topic.id if topic else 0, number))
