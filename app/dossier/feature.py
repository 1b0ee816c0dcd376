"""What the dossier declares."""

from flask_babel import lazy_gettext as _l

from app.core.desk import Duty, RecordLine
from app.core.feature import Feature, Job, MenuItem
from app.core.messages import MessageKind
from app.core.personal_data import Move, PersonalData
from app.dossier import examples, personal
from app.dossier.building import READY
from app.dossier.copies import BUILD
from app.dossier.duties import merged_records, merges_due
from app.dossier.jobs import build_copies, forget_copies, propose_merges
from app.dossier.mail import compose
from app.dossier.pages import bp
from app.dossier.staff.merges import bp as desk_bp
from app.staff import Permission

feature = Feature(
    "dossier",
    blueprints=(bp, desk_bp),
    jobs=(
        Job(BUILD, 1, build_copies),
        Job("merges-propose", 5, propose_merges),
        Job("own-copy-forget", 60, forget_copies),
    ),
    messages=(
        MessageKind(
            READY,
            "at_least_once",
            compose,
            words=_l("word that a copy of one’s data is ready"),
            example=examples.copy_ready,
        ),
    ),
    menu=(MenuItem("behind", _l("Take your data with you"), "dossier.page", 10),),
    duties=(Duty("merges", Permission.PEOPLE_MERGE, merges_due),),
    records=(RecordLine("merged", _l("Merged in"), Permission.PEOPLE_LOOK, merged_records),),
    personal_data=(
        PersonalData(
            "copy_request",
            "copies of your data that you asked for",
            personal.export_copies,
            personal.erase_copies,
            order=20,
            move=Move(personal.end_copies, personal.end_copies_again),
        ),
        PersonalData(
            "copy_part",
            "the files of those copies",
            personal.export_nothing,
            personal.erase_with_copy,
            order=20,
            stays_because="It belongs to a copy, and goes with it.",
        ),
        PersonalData(
            "person_merge",
            "records of yours that became one",
            personal.export_merges,
            personal.erase_merges,
            order=95,
            stays_because="It says which records were merged, and how that is taken back.",
        ),
    ),
)
