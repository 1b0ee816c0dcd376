"""The mail to somebody whose stop was taken back as a scanner's: what happened, from what to what, one press to stop again."""

from __future__ import annotations

from flask import url_for

from app import consent, links
from app.consent import Changed, Restored
from app.core import settings
from app.core.database import session
from app.core.fingerprints import fingerprint, match_key
from app.core.messages import Letter
from app.people import Person, destination_of, person_by_subject
from app.stops.models import BurstStop
from app.topics import every_topic


def compose(reference: str) -> Letter | None:
    """None: she was erased meanwhile, or stopped again, and needs no mail about mail that does not come."""
    stop = session().get(BurstStop, reference)
    person = person_by_subject(stop.subject_id) if stop else None
    if stop is None or person is None or stop.outcome != Restored.RESTORED or stop.restored_by_act is None:
        return None
    done = consent.act_of(stop.restored_by_act, stop.subject_id)
    states = consent.current_states(stop.subject_id)
    changes = [one for one in done.changes if states.get((one.purpose, one.channel)) == one.new] if done else []
    if not changes or not person.destinations:
        return None
    is_customer = person.customer_since is not None
    lines = consent.change_lines(changes, is_customer=is_customer)
    context = {
        "at": stop.at,
        "changes": [{"label": line.label, "old": line.old, "new": line.new} for line in lines],
        "stops": _stops(person, changes),
        "home": settings.current().public_url + url_for("unsubscribe.home"),
    }
    return Letter(destination_of(person).address, context)


def _stops(person: Person, changes: list[Changed]) -> list[dict[str, str]]:
    """For each thing that was turned back on: its name, and a link whose page stops it with one press."""
    topics = {topic.purpose: topic for topic in every_topic()}
    key = match_key(destination_of(person).address)
    mark = fingerprint(settings.current().fingerprint_keys, "email", key)
    found = []
    for change in changes:
        topic = topics.get(change.purpose)
        name = topic.title if topic else consent.all_marketing(change.channel)
        found.append({"name": name, "url": links.stop_url(links.StopLink(mark, topic.id if topic else 0))})
    return found
