"""Two records become one: who proposes and decides, what moves, and what the gate says after."""

import pytest
from sqlalchemy import Select, literal, select

from app import consent, dossier, people, suppression
from app.consent.beside import beside_faults
from app.core import clock
from app.core.database import session
from app.dossier import CannotMerge, Why
from app.dossier.merging import OwnProposal
from app.people import Source, person_by_address, person_by_subject, set_phones
from app.people.fact_models import Fact, Origin
from app.reviews.standing import differences
from app.suppression import Scope
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.desk import a_member, sit_down
from tests.dossier.merged import OTHER, PIA, SUE, both_may, history, merged, other_ann, parted, sound
from tests.makers import a_no, a_send, a_stop, a_topic, a_yes, may, says, the_person
from tests.reviews.writing import a_product, an_order, in_numbers, published

pytestmark = pytest.mark.usefixtures("app_context")


def test_after_a_stop_of_one_record_neither_address_gets_it_and_an_untouched_third_still_may() -> None:
    kept, gone, third, deals = ann(), other_ann(), bea(), a_topic("deals")
    for address in (ANN, OTHER, BEA):
        a_yes(address, deals)
    a_no(ANN, deals)
    assert both_may(deals) == ("no suppressed_topic", "yes chosen")
    merged(kept, gone)
    assert both_may(deals) == ("no suppressed_topic", "no suppressed_topic")
    assert may(third.destinations[0].address, deals) == "yes chosen"


def test_a_stop_of_the_gone_record_holds_for_the_kept_address_too() -> None:
    kept, gone, deals = ann(), other_ann(), a_topic("deals")
    a_yes(ANN, deals)
    a_stop(OTHER)
    merged(kept, gone)
    assert both_may(deals) == ("no suppressed_marketing", "no suppressed_marketing")
    assert not list(beside_faults())
    assert sound()


def test_a_stop_that_no_ledger_line_stands_for_spreads_too() -> None:
    kept, gone, deals = ann(), other_ann(), a_topic("deals")
    a_yes(ANN, deals)
    mark = suppression.mark_for(OTHER)
    suppression.suppress(mark, Scope.TOPIC, "erasure", "0" * 32, deals.slug)
    suppression.suppress(mark, Scope.ALL_CONTACT, "erasure", "1" * 32)
    merged(kept, gone)
    assert both_may(deals)[0] == "no suppressed_contact"
    assert consent.current_states(kept.subject_id)[deals.purpose, "email"] == consent.OFF


def test_what_one_record_never_said_is_what_the_other_said() -> None:
    kept, gone, deals = ann(), other_ann(), a_topic("deals")
    a_yes(OTHER, deals)
    assert both_may(deals) == ("no never_asked", "yes chosen")
    merged(kept, gone)
    assert both_may(deals) == ("yes chosen", "yes chosen")


def test_both_histories_are_what_they_were_act_by_act_but_for_the_merge() -> None:
    kept, gone, deals = ann(), other_ann(), a_topic("deals")
    a_yes(ANN, deals)
    a_no(OTHER, deals)
    subjects = (kept.subject_id, gone.subject_id)
    before = [history(one) for one in subjects]
    row = merged(kept, gone)
    assert [history(one, without=row.act_id) for one in subjects] == before
    assert [line["method"] for line in history(subjects[0])] == ["preference_page", "merge"]
    assert {past.changed.act_id for past in consent.past_changes_of(people.subjects_of(kept.id), 9)} >= {
        line["act"] for one in before for line in one
    }


def test_addresses_orders_and_looks_follow_and_the_gone_record_is_an_empty_shell() -> None:
    kept, gone = ann(), other_ann(street="9 Pine Road")
    an_order(gone, a_product())
    merged(kept, gone)
    assert person_by_address(OTHER) == kept
    assert person_by_subject(gone.subject_id) == kept
    assert {one.address for one in kept.destinations} == {ANN, OTHER}
    assert gone.destinations == []
    assert people.find_people(OTHER, _nobody(), 5) == people.find_people(gone.subject_id, _nobody(), 5) == [kept]


def _nobody() -> Select[int]:
    return select(literal(0)).where(literal(1) == 0)


def test_the_kept_records_paper_address_stays_the_one_paper_goes_to() -> None:
    kept, gone = ann(), other_ann(street="9 Pine Road")
    merged(kept, gone)
    place = people.postal_address_of(the_person(ANN))
    assert place is not None
    assert place.street == "1 Elm Street"
    assert [one.street for one in kept.postal_addresses if one.replaced_at] == ["9 Pine Road"]


def test_the_kept_records_values_stay_and_what_it_lacks_is_filled() -> None:
    kept, gone = ann(), other_ann(first_name="Anna", last_name="A", loyalty_number="L-7", customer_number="C-2")
    merged(kept, gone)
    assert (kept.first_name, kept.customer_number, kept.loyalty_number) == ("Ann", "C-1001", "L-7")
    assert people.people_by_customer_numbers({"C-2"}) == {"C-2": [kept]}


def test_a_value_she_corrected_herself_wins_over_one_from_a_file() -> None:
    kept, gone = ann(), other_ann(first_name="Annabel", last_name="Archer")
    now = clock.now()
    session().add(Origin(person_id=gone.id, field="name", source="self", recorded_at=now, corrected_at=now))
    merged(kept, gone)
    assert kept.first_name == "Annabel"
    origin = session().get(Origin, (kept.id, "name"))
    assert origin is not None
    assert origin.corrected_at == now


def test_a_removal_in_one_record_is_a_removal_in_both() -> None:
    kept, gone = ann(), other_ann(phone="334-555-0101")
    facts = [_fact(person.id) for person in (kept, gone)]
    people.phones_of(gone)[0].removed_at = facts[1].removed_at = clock.now()
    session().commit()
    merged(kept, gone)
    assert people.phones_of(kept) == []
    assert facts[0].removed_at is not None
    set_phones([(kept, {"number": "+13345550101"})])
    assert people.phones_of(kept) == []


def _fact(person_id: int) -> Fact:
    values = {"kind": "inferred", "name": "interest", "value": "horses", "source": Source.GUESS}
    fact = Fact(person_id=person_id, created_at=clock.now(), changed_at=clock.now(), **values)
    session().add(fact)
    session().flush()
    return fact


def test_what_was_signed_for_either_counts_for_the_pace_of_both() -> None:
    kept, gone, deals = ann(), other_ann(), a_topic("deals")
    a_yes(ANN, deals)
    says(ANN, consent.PACE, "week")
    a_send(OTHER, deals)
    assert may(ANN, deals) == "yes chosen"
    merged(kept, gone)
    assert both_may(deals) == ("no pace", "no pace")


def test_the_platform_is_told_each_address_by_its_own_name() -> None:
    kept, gone = ann(), other_ann()
    a_stop(ANN)
    merged(kept, gone)
    assert {row["email"] for row in suppression.export_rows("plain")} == {ANN, OTHER}


def test_nobody_decides_her_own_proposal_and_another_may() -> None:
    row = dossier.propose(ann().id, other_ann().id, Why.TOLD, PIA)
    session().commit()
    with pytest.raises(OwnProposal):
        dossier.decide(row.id, "merge", PIA)
    assert dossier.decide(row.id, "apart", "staff:3").decision == "apart"


def test_a_pair_is_proposed_once_and_decided_once() -> None:
    kept, gone = ann(), other_ann()
    row = dossier.propose(kept.id, gone.id, Why.PHONE, SUE)
    with pytest.raises(CannotMerge, match="proposed already"):
        dossier.propose(gone.id, kept.id, Why.TOLD, SUE)
    dossier.decide(row.id, "merge", PIA)
    with pytest.raises(CannotMerge, match="a moment ago"):
        dossier.decide(row.id, "apart", PIA)
    with pytest.raises(CannotMerge, match="merged already"):
        dossier.propose(bea().id, gone.id, Why.TOLD, SUE)


def test_erasing_the_kept_person_erases_the_shell_too_and_not_the_third() -> None:
    kept, gone, third = ann(), other_ann(), bea()
    a_stop(OTHER)
    merged(kept, gone)
    people.erase_person(kept)
    session().commit()
    assert [person_by_address(one) for one in (ANN, OTHER)] == [None, None]
    assert people.holders_of(gone.id) == []
    assert may(OTHER, a_topic("deals", default="off")) == "no suppressed_marketing"
    assert person_by_address(BEA) == third


def test_of_two_reviews_of_one_product_the_kept_records_stays_public(client: Browser) -> None:
    kept, gone, bucket, fork = ann(), other_ann(), a_product("bucket"), a_product("fork")
    mo = sit_down(client, a_member())
    for person in (kept, gone):
        published(person, bucket, mo)
    published(gone, fork, mo)
    row = merged(kept, gone)
    assert [in_numbers(one)["shown"] for one in (bucket, fork)] == [1, 1]
    assert not differences(bucket.id)
    parted(row)
    assert [in_numbers(one)["shown"] for one in (bucket, fork)] == [2, 1]
