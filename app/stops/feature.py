"""What the stops package declares."""

from flask_babel import lazy_gettext as _l

from app.core.desk import Duty
from app.core.feature import Feature, Job
from app.core.messages import MessageKind
from app.core.personal_data import PersonalData
from app.staff import Permission
from app.stops import answering, examples, mail
from app.stops.duties import bursts_to_judge, stops_not_taken
from app.stops.jobs import look_at_stops
from app.stops.personal import erase_stops, export_stops
from app.stops.staff import batches, bursts
from app.stops.staff.blueprint import bp

# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
PAGES = (batches, bursts)

feature = Feature(
    "stops",
    blueprints=(bp,),
    jobs=(Job("stops-look", 5, look_at_stops),),
    messages=(
        MessageKind(
            answering.MESSAGE,
            "at_least_once",
            mail.compose,
            words=_l("word of a stop taken back"),
            example=examples.restored,
        ),
    ),
    personal_data=(
        PersonalData(
            "stop_burst_act",
            "stops that came in a burst",
            export_stops,
            erase_stops,
            order=15,
            stays_because="It is about an act in its subject’s history, and stays with that.",
        ),
    ),
    duties=(
        Duty("stops-not-taken", Permission.SUPPRESSION_EXPORT, stops_not_taken),
        Duty("bursts-to-judge", Permission.STOPS_RESTORE, bursts_to_judge),
    ),
)
