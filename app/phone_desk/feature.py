"""What the phone desk declares."""

from flask_babel import lazy_gettext as _l

from app.core.desk import Number, Search
from app.core.feature import Feature
from app.core.messages import MessageKind
from app.core.personal_data import PersonalData
from app.phone_desk import examples, mail, personal
from app.phone_desk.numbers import find_stops, recorded
from app.phone_desk.staff import caller, contacts, letters, people, stopped
from app.phone_desk.staff.blueprint import bp
from app.staff import Permission

# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
PAGES = (caller, contacts, letters, people, stopped)
_NEEDS = Permission.CHOICES_RECORD

feature = Feature(
    "phone_desk",
    blueprints=(bp,),
    messages=(
        MessageKind(
            mail.KIND,
            "at_least_once",
            mail.compose,
            words=_l("confirmation of a recorded stop"),
            example=examples.stop_recorded,
            further={"email": examples.stop_of_email, "printed": examples.stop_of_paper},
        ),
    ),
    personal_data=(
        PersonalData(
            "recorded_stop",
            "stops you asked for by phone or letter",
            personal.export_stops,
            personal.erase_stops,
            order=15,
            stays_because="It is about an act in its subject’s history, and stays with that.",
        ),
        PersonalData(
            "caller_check",
            "when a caller was taken for you",
            personal.export_checks,
            personal.erase_checks,
            order=15,
            stays_because="It opened the record that was compared, and opens no other.",
        ),
    ),
    searches=(Search("recorded-stops", _NEEDS, find_stops, _l("the reference of a stop recorded by phone or letter")),),
    numbers=(Number("stops-recorded", (_NEEDS,), recorded),),
)
