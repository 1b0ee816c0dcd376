"""Consent: the ledger, where choices stand now, the gate every sender asks, and undo."""

from app.consent.acts import (
    ANY_CHANNEL,
    MARKETING,
    MEASUREMENT,
    METHODS,
    NO_PAUSE,
    OFF,
    ON,
    PACE,
    PAUSE,
    PREFERRED_CHANNEL,
    UNSET,
    Act,
    Change,
    Changed,
    is_personal,
    topic_purpose,
    topic_slug,
)
from app.consent.bulk import Brought, bring, lock_subjects
from app.consent.checkpoints import seal_heads
from app.consent.choices import DoneAct, act_of, choose, stop_by_fingerprint, stop_destination, subject_for, undo
from app.consent.feature import feature
from app.consent.gate import (
    PACE_DAYS,
    REASONS,
    ContactDecision,
    Standing,
    decide,
    may_contact,
    may_serve,
    standing_of,
    standings,
)
from app.consent.ledger import Written, current_states, record
from app.consent.merge import merge_all, said, takes_effect
from app.consent.models import ConsentEntry
from app.consent.numbers import Week, by_week, what_changed
from app.consent.past import PastChange, by_whom, past_changes
from app.consent.queries import Explained, addresses_of, explained
from app.consent.restoring import LinkStop, Restored, link_stops, restore
from app.consent.scrub import NOT_AN_ADDRESS, REFUSED_COLUMNS, refused_cells
from app.consent.sends import count_sends
from app.consent.verify import entries, ledger_faults, projection_faults, rebuild
from app.consent.words import ChangeLine, all_marketing, change_lines, lines_of, pause_word, state_word

__all__ = [
    "ANY_CHANNEL",
    "MARKETING",
    "MEASUREMENT",
    "METHODS",
    "NOT_AN_ADDRESS",
    "NO_PAUSE",
    "OFF",
    "ON",
    "PACE",
    "PACE_DAYS",
    "PAUSE",
    "PREFERRED_CHANNEL",
    "PastChange",
    "REASONS",
    "REFUSED_COLUMNS",
    "UNSET",
    "Week",
    "Act",
    "Brought",
    "Change",
    "ChangeLine",
    "Changed",
    "ConsentEntry",
    "ContactDecision",
    "DoneAct",
    "Explained",
    "LinkStop",
    "Restored",
    "Standing",
    "Written",
    "act_of",
    "addresses_of",
    "all_marketing",
    "bring",
    "by_week",
    "by_whom",
    "change_lines",
    "choose",
    "count_sends",
    "current_states",
    "decide",
    "entries",
    "explained",
    "feature",
    "is_personal",
    "link_stops",
    "ledger_faults",
    "lines_of",
    "lock_subjects",
    "may_contact",
    "may_serve",
    "merge_all",
    "past_changes",
    "pause_word",
    "projection_faults",
    "rebuild",
    "record",
    "refused_cells",
    "restore",
    "said",
    "seal_heads",
    "standing_of",
    "standings",
    "state_word",
    "stop_by_fingerprint",
    "stop_destination",
    "subject_for",
    "takes_effect",
    "topic_purpose",
    "topic_slug",
    "undo",
    "what_changed",
]
