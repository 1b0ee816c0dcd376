"""A merge taken back: what moved goes back, and so does the merge's act, unless a stop was said again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import consent, dossier, links, people, suppression, topics
from app.core import clock, settings
from app.core.database import Base, session
from app.core.fingerprints import canonical_email, fingerprint
from app.dossier import CannotMerge, Why
from app.people import Person
from tests.cast import ANN, ann, bea
from tests.dossier.merged import OTHER, PIA, SUE, both_may, history, merged, other_ann, parted, sound
from tests.makers import a_no, a_send, a_stop, a_topic, a_yes, an_act, says
from tests.reviews.writing import a_product, an_order

pytestmark = pytest.mark.usefixtures("app_context")
# Tables whose rows say whose they are; ledger, trail and the merge itself grow by what was done.
OURS = (
    "person", "destination", "postal_address", "phone", "fact_origin", "animal", "fact", "staff_look",
    "customer_order", "review", "fingerprint", "campaign_send",
)  # fmt: skip


def everything() -> dict[str, list[Any]]:
    session().flush()
    tables = Base.metadata.tables
    return {name: sorted(map(repr, session().execute(select(tables[name])))) for name in OURS}


def two_full_records() -> tuple[Person, Person]:
    """Both with an address, a phone, an order and a send."""
    kept, gone = ann(), other_ann(
        street="9 Pine Road", phone="334-555-0199", first_name="A", last_name="B", customer_number="C-9", gender="f"
    )  # fmt: skip
    deals = a_topic("deals")
    a_send(OTHER, deals)
    an_order(gone, a_product())
    return kept, gone


def test_what_moved_is_back_where_it_was_row_by_row() -> None:
    kept, gone = two_full_records()
    before = everything()
    row = merged(kept, gone)
    assert everything() != before
    assert parted(row)
    assert everything() == before


def test_each_gets_its_own_choices_back() -> None:
    kept, gone, deals, hay = ann(), other_ann(), a_topic("deals"), a_topic("hay")
    for address in (ANN, OTHER):
        a_yes(address, deals)
        a_yes(address, hay)
    a_no(ANN, deals)
    a_stop(OTHER, hay)
    before = both_may(deals), both_may(hay)
    row = merged(kept, gone)
    assert parted(row)
    assert (both_may(deals), both_may(hay)) == before
    assert sound()
    assert not [one for one in suppression.export_rows("plain") if one["reason"] == "merge"]


def test_what_she_said_since_stays_said() -> None:
    kept, gone, deals, hay = ann(), other_ann(), a_topic("deals"), a_topic("hay")
    a_no(OTHER, deals)
    a_yes(ANN, hay)
    row = merged(kept, gone)
    a_yes(ANN, deals)
    a_no(OTHER, hay)
    parted(row)
    assert both_may(deals) == ("yes chosen", "no stopped_topic")
    assert both_may(hay) == ("no suppressed_topic", "no suppressed_topic")
    assert sound()


@pytest.mark.parametrize("how", ["one_click", "typed", "page", "file"])
def test_a_stop_said_again_since_outlives_the_parting(how: str) -> None:
    kept, gone, deals = ann(), other_ann(), a_topic("deals")
    a_yes(ANN, deals)
    a_no(OTHER, deals)
    row = merged(kept, gone)
    again(how, deals.slug, kept.subject_id)
    session().commit()
    assert not parted(row)
    assert both_may(deals) == ("no suppressed_topic", "no suppressed_topic")


def again(how: str, slug: str, subject_id: str) -> None:
    """She stops what the merge stopped already."""
    off = consent.Change(consent.topic_purpose(slug), "email", consent.OFF)
    if how == "one_click":
        mark = fingerprint(settings.current().fingerprint_keys, "email", canonical_email(ANN))
        consent.stop_by_fingerprint(mark, topic_id(slug), an_act("one_click"))
    elif how == "typed":
        consent.stop_destination(suppression.mark_for(ANN), slug, an_act("typed_address"), ANN)
    elif how == "page":
        consent.choose(subject_id, [off], an_act(), suppression.marks_of_address(ANN), ANN)
    else:
        consent.bring([consent.Brought(subject_id, off, an_act("suppression_import"), ANN)])


def topic_id(slug: str) -> int:
    return topics.topic_by_slug(slug).id


def test_a_parting_says_so_in_the_kept_history_and_nothing_in_the_gone_one() -> None:
    kept, gone, deals = ann(), other_ann(), a_topic("deals")
    a_no(OTHER, deals)
    before = history(gone.subject_id)
    row = merged(kept, gone)
    parted(row)
    assert history(gone.subject_id) == before
    assert [(one["method"], one["state"]) for one in history(kept.subject_id)] == [("merge", "off"), ("undo", "unset")]


def test_a_merge_is_taken_back_for_30_days_and_once() -> None:
    row = merged(ann(), other_ann())
    with clock.set_to(clock.now() + links.MERGE_UNDO + timedelta(seconds=1)), pytest.raises(CannotMerge):
        dossier.part(row.id, PIA)
    assert parted(row)
    with pytest.raises(CannotMerge):
        dossier.part(row.id, PIA)


def test_a_merge_on_which_another_stands_is_taken_back_after_that_one() -> None:
    kept, gone, third = ann(), other_ann(), bea()
    first = merged(kept, gone)
    second = merged(third, kept)
    assert people.subjects_of(third.id) == [third.subject_id, kept.subject_id, gone.subject_id]
    with pytest.raises(CannotMerge, match="merged again since"):
        dossier.part(first.id, PIA)
    parted(second)
    parted(first)
    assert [people.subjects_of(one.id) for one in (kept, gone)] == [[kept.subject_id], [gone.subject_id]]


def test_parted_records_may_be_proposed_again() -> None:
    kept, gone = ann(), other_ann()
    parted(merged(kept, gone))
    assert dossier.propose(gone.id, kept.id, Why.TOLD, SUE).decided_at is None


def test_a_pause_is_the_later_of_both_and_goes_back() -> None:
    kept, gone = ann(), other_ann()
    says(ANN, consent.PAUSE, "2027-01-01")
    says(OTHER, consent.PAUSE, "2027-02-01")
    row = merged(kept, gone)
    assert consent.current_states(kept.subject_id)[consent.PAUSE, "email"] == "2027-02-01"
    parted(row)
    assert consent.current_states(kept.subject_id)[consent.PAUSE, "email"] == "2027-01-01"
