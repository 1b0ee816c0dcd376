"""What a checked caller may have changed, by the profile's own forms and services, so that a clerk's change equals hers.

A change is one act: noted in the trail, confirmed to the person by mail, and taken back by the clerk for half an hour.
"""

from __future__ import annotations

from flask_babel import gettext as _

from app import audit, identity, links, people, profile
from app.core.refusals import NotFound
from app.people import By, Person
from app.phone_desk.checking import Checked
from app.profile import Done
from app.staff import SignedIn

# Evidence of hers is what came with her own request; that of a clerk's browser says nothing about her.
NOTHING_SEEN: dict[str, str] = {}


def by_clerk(found: Checked, clerk: SignedIn) -> By:
    """One act of this clerk, for a caller or the writer of a letter."""
    return By(found.method, clerk.actor)


def settle(person: Person, by: By) -> bool:
    """After a change: into the trail, which says which fact and never its value; and the mail to her. False: nothing changed.

    Flushes.
    """
    changes = people.changes_of_act(by.act_id, person.id)
    for field in dict.fromkeys(one.field for one in changes):
        _note(person, field, by)
    profile.confirm(person, by.act_id)
    return bool(changes)


def say_goodbye(found: Checked, animal_id: int, by: By) -> None:
    """An animal of hers is no longer with her. Raises NotFound. Flushes."""
    profile.say_goodbye(found.person, profile.animal_of(found.person.id, animal_id), by, NOTHING_SEEN)


def ask_email_change(found: Checked, address: str, by: By) -> None:
    """A link goes to the new address (canonical), and only whoever reads there puts it in force.

    Raises NotFound, SameAddress, TooMany. Takes limits, so it comes before any other write. Flushes.
    """
    if not found.person.destinations:
        raise NotFound(_("No email address is on this record, so there is none to change."))
    identity.ask_change_for(found.person, address)
    _note(found.person, "email", by)


def done_for(found: Checked, act_id: str, clerk: SignedIn) -> Done | None:
    """What this clerk has just changed on this record; None for anybody else's act."""
    done = profile.done_of(found.person, act_id)
    return done if done and _is_mine(found.person, act_id, clerk) else None


def take_back(found: Checked, ticket: str, clerk: SignedIn) -> By:
    """Undo what this clerk changed in this call. Flushes.

    Raises NotFound for any other act, what reading a ticket raises, and what the undo of the profile raises.
    """
    said = links.read_proof("undo", ticket).payload
    act_id, by = str(said.get("profile_act", "")), By("undo", clerk.actor)
    if said.get("subject") != found.person.subject_id or not _is_mine(found.person, act_id, clerk):
        raise NotFound(_("There is nothing of yours to undo here."))
    profile.undo(found.person, act_id, by, NOTHING_SEEN)
    for field in dict.fromkeys(one.field for one in people.changes_of_act(by.act_id, found.person.id)):
        _note(found.person, field, by)
    return by


def _is_mine(person: Person, act_id: str, clerk: SignedIn) -> bool:
    changes = people.changes_of_act(act_id, person.id)
    return bool(changes) and all(one.actor == clerk.actor for one in changes)


def _note(person: Person, field: str, by: By) -> None:
    audit.note(by.actor, "people.change", f"subject:{person.subject_id}", {"field": (None, field)})
