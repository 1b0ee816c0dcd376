"""What the consent package declares."""

from app.consent.circles import leave_circles
from app.consent.cli import commands
from app.consent.jobs import seal_ledger, settle_postal_keys
from app.consent.joining import sends_back, sends_there
from app.consent.models import StopOwner
from app.consent.numbers import changes, stops
from app.consent.personal import (
    erase_evidence,
    export_entries,
    export_evidence,
    export_nothing,
    export_owned,
    export_preferences,
    export_sends,
    keep_stops,
)
from app.core.desk import Number
from app.core.feature import Feature, Job
from app.core.moving import move_by_subject
from app.core.personal_data import Move, PersonalData
from app.staff import Permission

# Whoever answers for what people get.
_READERS = (Permission.AUDIT_READ, Permission.CHOICES_RECORD, Permission.TOPICS_EDIT)
_LEDGER = "A ledger line is kept, under a random number that no longer leads to anybody."
_STAYS = "A history stays its subject’s; the kept record gets one act of its own (docs/merge-law.md)."

feature = Feature(
    "consent",
    commands=(commands,),
    jobs=(Job("ledger-seal", 1, seal_ledger), Job("postal-keys", 1, settle_postal_keys)),
    personal_data=(
        PersonalData(
            "preference", "where each choice stands", export_preferences, keep_stops, _LEDGER, 10, None, _STAYS
        ),
        PersonalData(
            "consent_evidence", "what came with each act", export_evidence, erase_evidence, "", 20, None, _STAYS
        ),
        PersonalData(
            "consent_entry",
            "every choice, with its words and time",
            export_entries,
            None,
            _LEDGER,
            stays_because=_STAYS,
        ),
        PersonalData(
            "campaign_send",
            "mailings signed for you",
            export_sends,
            None,
            _LEDGER,
            move=Move(sends_there, sends_back),
        ),
        PersonalData("ledger_head", "the end of your ledger", export_nothing, None, _LEDGER, stays_because=_STAYS),
        PersonalData("checkpoint_head", "seals over your ledger", export_nothing, None, _LEDGER, stays_because=_STAYS),
        PersonalData(
            "shared_stop",
            "stops of paper you asked for with others",
            export_owned,
            leave_circles,
            order=12,
            move=move_by_subject(StopOwner, "by_subject"),
        ),
    ),
    numbers=(Number("stops", _READERS, stops), Number("saved-choices", _READERS, changes)),
)
