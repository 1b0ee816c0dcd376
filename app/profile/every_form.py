"""Every form of the profile by its name: one kept through a sign-in is found by it again."""

from __future__ import annotations

from app.profile.address_forms import AddressForm
from app.profile.forms import (
    AddressedForm,
    AnimalForm,
    AnimalUseForm,
    GenderForm,
    InterestsForm,
    InterestUseForm,
    NameForm,
    ProfileForm,
)
from app.profile.phone_forms import PhoneForm

FORMS: dict[str, type[ProfileForm]] = {
    "address": AddressForm,
    "addressed-as": AddressedForm,
    "animal": AnimalForm,
    "animals-use": AnimalUseForm,
    "gender": GenderForm,
    "interests": InterestsForm,
    "interests-use": InterestUseForm,
    "name": NameForm,
    "phone": PhoneForm,
}
