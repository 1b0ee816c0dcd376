"""What the people package declares."""

from app.core.feature import Feature
from app.core.personal_data import PersonalData
from app.people.looks import erase_looks, export_looks
from app.people.service import erase_row, erased_with_person, export_destinations, export_person, export_postal

feature = Feature(
    "people",
    personal_data=(
        PersonalData("person", "name, phone, customer number, where we got it", export_person, erase_row, order=99),
        PersonalData("destination", "e-mail addresses", export_destinations, erased_with_person, order=98),
        PersonalData("staff_look", "who looked at your record", export_looks, erase_looks, order=90),
        PersonalData("postal_address", "postal addresses", export_postal, erased_with_person, order=98),
    ),
)
