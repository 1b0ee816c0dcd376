"""Profile: what we know about a person, as she reads, mends and removes it.

The services take a `people.By`, so that a clerk on the phone does the same as she does on her page:
`names.set_name(person, first, last, By("phone", "staff:3"))`. Values stand in ProfileChange as JSON objects; `came` in one
says where it came from (app/profile/came.py).
"""

from app.profile.animals import Told, add_animal, animal_of, animals_of, change_animal, remove_animal
from app.profile.answers import USES, answer, answers_of
from app.profile.done import Done, done_of
from app.profile.facts import facts_of, remove_fact
from app.profile.farewells import say_goodbye, still_here
from app.profile.feature import feature
from app.profile.guesses import is_guessing, start_guessing, stop_guessing
from app.profile.interests import add_interest, set_interests
from app.profile.mail import confirm
from app.profile.names import set_addressed_as, set_gender, set_name
from app.profile.phones import add_phone
from app.profile.since import ChangedSince
from app.profile.undoing import undo

__all__ = [
    "ChangedSince",
    "Done",
    "Told",
    "USES",
    "add_animal",
    "add_interest",
    "add_phone",
    "animal_of",
    "animals_of",
    "answer",
    "answers_of",
    "change_animal",
    "confirm",
    "done_of",
    "facts_of",
    "feature",
    "is_guessing",
    "remove_animal",
    "remove_fact",
    "say_goodbye",
    "set_addressed_as",
    "set_gender",
    "set_interests",
    "set_name",
    "start_guessing",
    "still_here",
    "stop_guessing",
    "undo",
]
