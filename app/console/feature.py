"""What the console package declares."""

from flask_babel import lazy_gettext as _l

from app.console import digest, examples
from app.console.finding import find_members, find_people
from app.console.jobs import staff_digest
from app.console.pages import accounts, audit, overview, people, search, topics
from app.console.pages.blueprint import bp
from app.console.trail import broken_trail
from app.core.desk import Duty, Search
from app.core.feature import Feature, Job
from app.core.messages import MessageKind
from app.staff import Permission

# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
PAGES = (accounts, audit, overview, people, search, topics)
_PEOPLE = _l("a shopper’s email address, customer number, order number or reference, or a last name with the ZIP code")
_MEMBERS = _l("a staff member’s email address")

feature = Feature(
    "console",
    blueprints=(bp,),
    jobs=(Job("staff-digest", 5, staff_digest),),
    messages=(
        MessageKind(
            digest.KIND,
            "at_least_once",
            digest.compose,
            words=_l("weekday mail to staff"),
            to=digest.members_of,
            example=examples.digest,
        ),
    ),
    duties=(Duty("audit-trail", Permission.AUDIT_READ, broken_trail),),
    searches=(
        Search("people", Permission.PEOPLE_LOOK, find_people, _PEOPLE),
        Search("members", Permission.STAFF_MANAGE, find_members, _MEMBERS),
    ),
)
