"""Profile: what we know about a person, as she reads, mends and removes it.

The services take a `people.By`, so that a clerk on the phone does the same as she does on her page:
`names.set_name(person, first, last, By("phone", "staff:3"))`. Values stand in ProfileChange as JSON objects; `came` in one
says where it came from (app/profile/came.py).
"""

from app.profile.address_forms import ANSWERS, AddressForm
from app.profile.address_forms import form_of as address_form_of
from app.profile.addresses import address_of, remove_address, set_address
from app.profile.animals import Told, add_animal, animal_of, animals_of, change_animal, remove_animal
from app.profile.answers import USES, answer, answers_of
from app.profile.done import Done, done_of
from app.profile.facts import facts_of, remove_fact
from app.profile.farewells import say_goodbye, still_here
from app.profile.feature import feature
from app.profile.forms import AddressedForm, NameForm
from app.profile.guesses import is_guessing, start_guessing, stop_guessing
from app.profile.interests import add_interest, set_interests
from app.profile.mail import confirm
from app.profile.names import set_addressed_as, set_gender, set_name
from app.profile.phone_forms import PhoneForm
from app.profile.phone_forms import form_of as phone_form_of
from app.profile.phones import HeldAlready, add_phone, change_phone, phone_of, remove_phone
from app.profile.since import ChangedSince
from app.profile.undoing import undo
from app.profile.words import animal_title

__all__ = [
    "ANSWERS",
    "AddressForm",
    "AddressedForm",
    "ChangedSince",
    "Done",
    "HeldAlready",
    "NameForm",
    "PhoneForm",
    "Told",
    "USES",
    "add_animal",
    "add_interest",
    "add_phone",
    "address_form_of",
    "address_of",
    "animal_of",
    "animal_title",
    "animals_of",
    "answer",
    "answers_of",
    "change_animal",
    "change_phone",
    "confirm",
    "done_of",
    "facts_of",
    "feature",
    "is_guessing",
    "phone_form_of",
    "phone_of",
    "remove_address",
    "remove_animal",
    "remove_fact",
    "remove_phone",
    "say_goodbye",
    "set_address",
    "set_addressed_as",
    "set_gender",
    "set_interests",
    "set_name",
    "start_guessing",
    "still_here",
    "stop_guessing",
    "undo",
]
