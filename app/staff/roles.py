"""Who may do what at the desk: one enum of permissions, one table of roles. Each role has what its work needs, no more."""

from __future__ import annotations

from enum import StrEnum, unique

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


@unique
class Permission(StrEnum):
    """What a role may do. Alphabetical, so that a new one has one place."""

    AUDIT_READ = "audit.read"
    CALENDAR_EDIT = "calendar.edit"  # when paper mail is printed
    CHOICES_RECORD = "choices.record"  # what a caller or a letter asks for
    DESK_OPEN = "desk.open"  # the overview, the search box and one's own account: everyone who works here
    MAIL_TEND = "mail.tend"  # look at mail that does not leave; send it again, or drop it
    PEOPLE_LOOK = "people.look"
    PEOPLE_MERGE = "people.merge"  # decide that two records are one person, and part them again
    PEOPLE_PROPOSE_MERGE = "people.propose_merge"
    PRIVACY_ANSWER = "privacy.answer"
    REVIEWS_AUDIT = "reviews.audit"  # whether reviews are decided alike whatever their stars
    REVIEWS_MODERATE = "reviews.moderate"
    STAFF_MANAGE = "staff.manage"
    STOPS_RESTORE = "stops.restore"  # take back stops that a scanner pressed
    SUPPRESSION_EXPORT = "suppression.export"
    TOPICS_EDIT = "topics.edit"


@unique
class Role(StrEnum):
    """What somebody works as. Alphabetical."""

    ADMIN = "admin"
    MAIL = "mail"
    MODERATOR = "moderator"
    PRIVACY = "privacy"
    SUPPORT = "support"


_EVERYONE = frozenset({Permission.DESK_OPEN})
MAY: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: _EVERYONE
    | {Permission.AUDIT_READ, Permission.MAIL_TEND, Permission.REVIEWS_AUDIT, Permission.STAFF_MANAGE},
    Role.MAIL: _EVERYONE
    | {
        Permission.CALENDAR_EDIT,
        Permission.MAIL_TEND,
        Permission.STOPS_RESTORE,
        Permission.SUPPRESSION_EXPORT,
        Permission.TOPICS_EDIT,
    },
    Role.MODERATOR: _EVERYONE | {Permission.REVIEWS_AUDIT, Permission.REVIEWS_MODERATE},
    Role.PRIVACY: _EVERYONE
    | {
        Permission.AUDIT_READ,
        Permission.CHOICES_RECORD,
        Permission.PEOPLE_LOOK,
        Permission.PEOPLE_MERGE,
        Permission.PEOPLE_PROPOSE_MERGE,
        Permission.PRIVACY_ANSWER,
        Permission.REVIEWS_AUDIT,
    },
    Role.SUPPORT: _EVERYONE | {Permission.CHOICES_RECORD, Permission.PEOPLE_LOOK, Permission.PEOPLE_PROPOSE_MERGE},
}

IN_WORDS: dict[Role, LazyString] = {
    Role.ADMIN: _l("administrator"),
    Role.MAIL: _l("mail clerk"),
    Role.MODERATOR: _l("moderator"),
    Role.PRIVACY: _l("privacy officer"),
    Role.SUPPORT: _l("customer support"),
}


def may(role: str, permission: Permission) -> bool:
    """Whether that role holds that permission. A role nobody declared holds none."""
    return role in MAY and permission in MAY[Role(role)]
