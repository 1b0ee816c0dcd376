"""What the people package declares."""

from app.core.feature import Feature
from app.core.moving import move_rows
from app.core.personal_data import Move, PersonalData
from app.people import moving, personal
from app.people.fact_models import Animal, Fact, Origin, ProfileChange
from app.people.looks import erase_looks, export_looks
from app.people.models import Destination, Look

_PERSON = "name, how to be addressed, gender, customer and loyalty number, where we got it"
_with_person = personal.erased_with_person

feature = Feature(
    "people",
    personal_data=(
        PersonalData(
            "person",
            _PERSON,
            personal.export_person,
            personal.erase_person_row,
            order=99,
            move=Move(moving.values_there, moving.values_back),
        ),
        PersonalData(
            "destination",
            "e-mail addresses",
            personal.export_destinations,
            _with_person,
            order=98,
            move=move_rows(Destination),
        ),
        PersonalData(
            "staff_look", "who looked at your record", export_looks, erase_looks, order=90, move=move_rows(Look)
        ),
        PersonalData(
            "postal_address",
            "postal addresses",
            personal.export_postal,
            _with_person,
            order=98,
            move=Move(moving.places_there, moving.places_back),
        ),
        PersonalData("phone", "phone numbers", personal.export_phones, _with_person, order=98, move=moving.phones()),
        PersonalData(
            "fact_origin",
            "where we got it",
            personal.export_origins,
            personal.erase_rows(Origin),
            stays_because="It is about a value of the record and follows that (see person).",
        ),
        PersonalData(
            "animal",
            "your animals",
            personal.export_animals,
            personal.erase_rows(Animal),
            move=Move(moving.animals_there, moving.animals_back),
        ),
        PersonalData(
            "fact",
            "what you said, what we saw, what we guessed",
            personal.export_facts,
            personal.erase_rows(Fact),
            move=moving.facts(),
        ),
        PersonalData(
            "profile_change",
            "changes of what we know",
            personal.export_changes,
            personal.erase_rows(ProfileChange),
            move=move_rows(ProfileChange),
        ),
    ),
)
