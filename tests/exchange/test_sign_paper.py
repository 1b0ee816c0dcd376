"""Links and codes for a mailing on paper, and a paper list past the gate."""

from pathlib import Path

import pytest
from flask import Flask

from app import consent, suppression
from app.channels import post_keys
from app.consent import MARKETING, OFF, Change
from app.core.csvfiles import Row
from app.core.database import session
from app.exchange.paper_signing import PAPER_COLUMNS, PaperSigner
from app.exchange.scratch import scratch
from app.links import read_stop
from app.suppression import read_label_code
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.catalogs import a_place, lives_at, stops
from tests.exchange.desk import Desk, from_csv
from tests.makers import a_no, a_person, a_send, an_act, may
from tests.statements import statements

HORSES = ("--topic", "horse-catalog", "--channel", "post")
LABEL = {"name": "Ann Archer", "street": "1 Elm Street", "city": "Dothan", "state": "AL", "zip": "36302"}
STRANGER = {"name": "Dee Diaz", "street": "7 Ash Way", "city": "Dothan", "state": "AL", "zip": "36302"}


def reasons(desk: Desk) -> list[tuple[str, str]]:
    return [(row["line"], row["reason"]) for row in desk.refused()]


def test_each_label_gets_a_link_a_code_a_short_address_and_the_text_of_a_qr_code(desk: Desk) -> None:
    ann(), bea()
    rows = desk.sign([{"email": ANN}, {"email": BEA}], *HORSES, "--campaign", "Fall")
    assert [tuple(row) for row in rows] == [PAPER_COLUMNS, PAPER_COLUMNS]
    code = read_label_code(rows[0]["code"])
    link = read_stop(rows[0]["unsubscribe_url"].rpartition("/u/")[2])
    assert code and (code.fingerprint, code.topic_id, code.campaign_id) == (
        link.fingerprint,
        link.topic_id,
        link.campaign_id,
    )
    assert rows[0]["short_url"].endswith(f"/m/{code.code}")
    assert rows[0]["qr_text"] == rows[0]["short_url"].upper()
    assert rows[0]["code"] != rows[1]["code"]


def test_signing_again_gives_the_same_codes(desk: Desk) -> None:
    ann()
    first, second = (desk.sign([{"email": ANN}], *HORSES, "--campaign", "Fall") for _again in range(2))
    assert first == second


@pytest.mark.parametrize(
    "row", [{"email": ANN}, {"customer_number": "C-1001"}, {"customer_number": "C-1001", "zip": "36302-1234"}, LABEL]
)
def test_whichever_way_she_is_named_it_is_her_link(desk: Desk, client: Browser, row: dict[str, str]) -> None:
    ann(), bea()
    horses = topic_by_slug("horse-catalog")
    (found,) = desk.sign([row], *HORSES)
    assert {name: found[name] for name in row} == row, "as it stands in the list, for the mail merge"
    session().rollback()
    client.post("/u/" + found["unsubscribe_url"].rpartition("/u/")[2])
    assert (may(ANN, horses), may(BEA, horses)) == ("no suppressed_topic", "yes customer")
    assert desk.sign([row], *HORSES, "--refused", desk.refusals) == []
    assert reasons(desk) == [("2", "suppressed_topic")]


def test_named_three_ways_she_is_signed_once(desk: Desk) -> None:
    ann()
    names = ["email", "customer_number", *LABEL]
    text = ",".join(names) + f"\n{ANN},,,,,,\n,C-1001,,,,,\n,,{','.join(LABEL.values())}\n"
    result = desk.run("links", "sign", *HORSES, stdin=text)
    assert len(from_csv(result.stdout)) == 1
    assert "2 stood there again" in result.stderr


def test_who_moved_gets_the_link_of_where_she_lives_now(desk: Desk) -> None:
    ann()
    lives_at(ANN, "9 Far Road")
    (row,) = desk.sign([{"email": ANN}], *HORSES)
    mark = read_stop(row["unsubscribe_url"].rpartition("/u/")[2]).fingerprint
    key = post_keys(a_place(street="9 Far Road")).person
    assert suppression.mark_for_link(mark) == suppression.mark_for_key(key)


def test_a_row_that_names_nobody_is_refused_with_the_reason(desk: Desk) -> None:
    ann(), bea(), a_person(CAL, customer_number="C-2"), a_person("d@example.org", customer_number="C-2")
    rows = [
        {"email": "nobody"},
        {"customer_number": "C-9"},
        {"customer_number": "C-2"},
        {"name": "Ann"},
        {"customer_number": "C-1001", "zip": "99999"},
        {"email": CAL},
    ]
    assert desk.sign(rows, *HORSES, "--refused", desk.refusals) == []
    why = ["not_an_address", "no_such_customer", "several_customers", "not_named", "no_such_customer", "no_address"]
    assert [reason for _line, reason in sorted(reasons(desk))] == why
    assert all(row["detail"] for row in desk.refused())


def test_an_address_nobody_we_know_has_gets_a_link_of_its_own_that_stops_it(desk: Desk, client: Browser) -> None:
    ann()
    found, hers = desk.sign([STRANGER, LABEL], *HORSES, "--campaign", "Fall")
    session().rollback()
    link = "/u/" + found["unsubscribe_url"].rpartition("/u/")[2]
    client.get(link)
    client.press("Stop Horse catalog")
    left = desk.sign([STRANGER, LABEL], *HORSES, "--refused", desk.refusals)
    assert [row["name"] for row in left] == ["Ann Archer"] == [hers["name"]]
    assert reasons(desk) == [("2", "suppressed_topic")]


def test_a_topic_that_needs_a_yes_needs_it_for_a_stranger_too(desk: Desk) -> None:
    more = ("--topic", "farm-catalog", "--refused", desk.refusals)
    assert desk.sign([STRANGER], *more) == []
    assert reasons(desk) == [("2", "never_asked")]


@pytest.mark.parametrize("scope", ["household", "address", "label"])
def test_shared_stops_count_for_an_address_nobody_we_know_has(desk: Desk, scope: str) -> None:
    rows = [{**STRANGER, "customer_number": "C-7"}, {**STRANGER, "street": "8 Ash Way", "customer_number": "C-8"}]
    if scope == "label":
        consent.stop_label("C-7", "36302", [Change(MARKETING, "post", OFF)], an_act("label"))
        session().commit()
    else:
        stops(scope, at=a_place("Dora Diaz", "7 Ash Way"))
    assert [row["street"] for row in desk.sign(rows, *HORSES, "--refused", desk.refusals)] == ["8 Ash Way"]
    assert reasons(desk) == [("2", f"suppressed_{scope}")]


def test_a_list_with_none_of_the_three_ways_is_refused_whole(desk: Desk) -> None:
    for text in ("name,city\nAnn,Dothan\n", "", "street,city,zip\n"):
        assert "no column called" in desk.run("links", "sign", *HORSES, stdin=text, code=2).stderr


def test_a_year_pace_is_kept_by_signing(desk: Desk) -> None:
    ann(), bea()
    horses = topic_by_slug("horse-catalog")
    subject = consent.subject_for(ANN)
    consent.choose(subject, [Change(consent.pace_purpose(horses.slug), "post", "year1")], an_act())
    a_send(ANN, horses, "Spring")
    rows = desk.sign([LABEL, {"email": BEA}], *HORSES, "--campaign", "Fall", "--refused", desk.refusals)
    assert [row["email"] for row in rows] == [BEA]
    assert desk.refused()[0]["reason"] == "pace" and desk.refused()[0]["next_on"]
    assert len(desk.sign([LABEL], *HORSES, "--campaign", "Spring")) == 1


def test_a_dry_run_of_a_paper_list_writes_nothing(desk: Desk) -> None:
    result = desk.run(
        "links", "sign", *HORSES, "--dry-run", stdin="name,street,city,zip\nDee Diaz,7 Ash Way,Dothan,36302\n"
    )
    assert (result.stdout, "1 would be signed" in result.stderr) == ("", True)
    assert session().execute(suppression.codes._codes.select()).first() is None


def test_a_batch_takes_the_same_statements_however_long(app: Flask, app_context: None) -> None:
    ann(), bea()
    horses, counts = topic_by_slug("horse-catalog"), []
    for number in (2, 1, 30):
        rows = [Row(2, {"email": ANN}), *(Row(n, {**STRANGER, "street": f"{number} {n} Way"}) for n in range(number))]
        session().rollback()
        with scratch() as store, statements(app) as said:
            assert len(PaperSigner(horses, None, store).sign(rows).links) == number + 1
            session().commit()
        counts.append(len(said))
    assert counts[1] == counts[2]


def test_a_paper_list_is_scrubbed_by_the_same_three_ways(desk: Desk) -> None:
    ann(), bea()
    a_no(BEA, topic_by_slug("horse-catalog"))
    stops("address", at=a_place("Dora Diaz", "7 Ash Way"))
    rows = [LABEL, {"customer_number": "C-1001"}, {"email": BEA}, STRANGER, {**STRANGER, "street": "8 Ash Way"}]
    words = ("consent", "scrub", "--topic", "horse-catalog", desk.file(rows), "--out", str(desk.folder / "out.csv"))
    desk.run(*words, "--refused", desk.refusals)
    stay = from_csv(Path(words[-1]).read_text(encoding="utf-8"))
    assert [row["street"] or row["customer_number"] for row in stay] == ["1 Elm Street", "C-1001", "8 Ash Way"]
    assert reasons(desk) == [("4", "suppressed_topic"), ("5", "suppressed_address")]
