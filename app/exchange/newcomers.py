"""People a file names by e-mail address: found, or added under the subject their address already has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app import people, suppression
from app.core.fingerprints import match_key


def bring_people(
    addresses: Iterable[str],
    known: dict[str, people.Person],
    source: str,
    *,
    are_customers: bool,
    facts: Mapping[str, Mapping[str, str]] | None = None,
) -> set[str]:
    """See to it that each canonical address leads to a person in `known` (match key → person, as far as they were found).

    Marks come first, so that a stop typed by a stranger stays hers. `facts`: match key → columns of somebody new.
    Returns the match keys of those who were added, who are customers from now on if the file lists buyers. Flushes.
    """
    emails: dict[str, str] = {}
    for address in addresses:
        emails.setdefault(match_key(address), address)
    subjects = {key: person.subject_id for key, person in known.items()}
    marks = suppression.marks_for(emails.values(), subjects)
    _join(emails, known, marks)
    new = {key: email for key, email in emails.items() if key not in known}
    blank: Mapping[str, str] = {}
    people.add_people(
        [people.NewPerson(marks[key].subject_id, new[key], (facts or {}).get(key, blank)) for key in new],
        source,
        are_customers=are_customers,
    )
    known |= people.people_by_addresses(new.values())
    return set(new)


def _join(emails: Mapping[str, str], known: dict[str, people.Person], marks: Mapping[str, suppression.Mark]) -> None:
    """An address whose mark belongs to a person already becomes one more address of hers.

    Unless she left it: what the file says is about her, and her mail stays where she wanted it.
    """
    new = {key: email for key, email in emails.items() if key not in known}
    behind = people.people_by_subjects({marks[key].subject_id for key in new})
    for key, email in new.items() if behind else ():
        person = behind.get(marks[key].subject_id)
        if person is not None:
            if not suppression.is_left(suppression.marks_of_address(email)):
                people.add_address(person, email)
            known[key] = person
