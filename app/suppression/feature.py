"""What the suppression package declares."""

from app.core.feature import Feature, Job
from app.core.personal_data import Move, PersonalData
from app.suppression.jobs import forget_taken_addresses
from app.suppression.marks import marks_back, marks_there
from app.suppression.service import erase_kept, erase_marks, export_codes, export_marks, no_rows

feature = Feature(
    "suppression",
    jobs=(Job("suppression-forget", 60, forget_taken_addresses),),
    personal_data=(
        PersonalData("kept_destination", "addresses kept for stopped mail", no_rows, erase_kept, order=40),
        PersonalData(
            "fingerprint",
            "scrambled marks of addresses",
            no_rows,
            erase_marks,
            order=60,
            move=Move(marks_there, marks_back),
        ),
        PersonalData(
            "label_code",
            "codes on labels of paper mail to you",
            export_codes,
            None,
            kept_because="Paper stays in homes: its code must go on stopping. It leads to a scrambled mark, and to no name.",
        ),
        PersonalData(
            "suppression",
            "stops",
            export_marks,
            None,
            kept_because="A stop is kept, without address, so that nobody writes again.",
        ),
    ),
)
