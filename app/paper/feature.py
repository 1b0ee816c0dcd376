"""What the paper package declares."""

from flask_babel import lazy_gettext as _l

from app.core.desk import Duty
from app.core.feature import Feature, MenuItem
from app.core.personal_data import PersonalData
from app.paper.cli import commands
from app.paper.duties import lists_to_pull, reports_to_settle
from app.paper.export_batch import RECORD_GONE, note_erased, nothing_held
from app.paper.pages import report, stop
from app.paper.pages.blueprint import bp
from app.paper.reporting import erase_reports, export_reports
from app.paper.staff import postal_batches, print_calendar, reports
from app.paper.staff.blueprint import bp as desk
from app.staff import Permission

# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
PAGES = (report, stop, print_calendar, reports)

_NUMBERS = "numbers of rows a mail house was told to drop"

feature = Feature(
    "paper",
    blueprints=(bp, desk, postal_batches.bp),
    commands=(commands,),
    menu=(
        MenuItem(
            "home",
            _l("Stop catalogs and postcards"),
            "paper.start",
            20,
            text=_l("With two things from the label, or the short address on it. No sign-in."),
            icon="book",
        ),
        MenuItem("footer", _l("Stop catalogs"), "paper.start", 15),
    ),
    personal_data=(
        # First, while what hangs on her is still there to be read.
        PersonalData("postal_erased", _NUMBERS, nothing_held, note_erased, order=1, move=RECORD_GONE),
        # Before the marks, whose subject is cut off.
        PersonalData(
            "paper_report",
            "reports about paper mail at your address",
            export_reports,
            erase_reports,
            order=15,
            stays_because="It is about an act in its subject’s history, and stays with that.",
        ),
    ),
    duties=(
        Duty("lists-to-pull", Permission.CALENDAR_EDIT, lists_to_pull),
        Duty("paper-reports", Permission.CHOICES_RECORD, reports_to_settle),
    ),
)
