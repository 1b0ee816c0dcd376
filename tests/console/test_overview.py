"""The overview: what is due, numbers and charts, each for whom it concerns."""

from datetime import timedelta

import pytest
from flask import Flask

from app.audit.models import AuditCheck
from app.consent import MARKETING, OFF, PACE, PAUSE
from app.console.charts import BOTTOM, TOP, bars, lines
from app.console.overview import charts_for, figures_for, headline
from app.core import clock
from app.core.database import session
from app.outbox import deliver_due
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.desk import MAX, MO, PIA, SUE, WORKS_AS, a_member, sit_down
from tests.makers import a_no, a_stop, a_topic, says
from tests.sign_in import ask
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")


def a_broken_trail() -> None:
    session().add(AuditCheck(id=1, at=clock.now(), notes=9, faults=2, first_fault="line 3 was changed"))
    session().commit()


def seen_by(who: str, app: Flask) -> str:
    browser = Browser(app)
    sit_down(browser, a_member(who))
    assert browser.get("/staff").status_code == 200
    assert browser.page
    return browser.page.text


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Nothing waits for you today"),
        (1, "Today needs one thing from you"),
        (3, "Today needs three things from you"),
        (9, "Today needs nine things from you"),
        (10, "Today needs 10 things from you"),
    ],
)
def test_how_much_waits_is_said_in_words_to_nine(count: int, words: str) -> None:
    assert headline(count) == words


def test_where_nothing_waits_the_page_says_so(app: Flask) -> None:
    assert "Nothing waits for you today" in seen_by(MO, app)


def test_a_broken_trail_is_due_for_whoever_reads_the_trail_and_for_nobody_else(app: Flask) -> None:
    a_broken_trail()
    hers, his = seen_by(PIA, app), seen_by(SUE, app)
    assert "Today needs one thing from you" in hers and "Urgent" in hers
    assert "Nothing waits for you today" in his and "does not hold" not in his


def test_each_role_sees_the_numbers_it_answers_for() -> None:
    labels = {who: {one.label for one in figures_for(role)} for who, role in WORKS_AS.items()}
    assert labels[MO] == {"Reviews written"}
    assert labels[MAX] == {"Stops", "Saved choices", "Mails handed over", "Notes to friends"}
    recorded = "Stops by phone and letter"
    hers = {"Stops", "Saved choices", "Sign-in links sent", "Reviews written", "Notes to friends", recorded}
    assert labels[PIA] == hers
    assert [who for who, role in WORKS_AS.items() if charts_for(role) is None] == [MO]


def test_stops_are_counted_by_act_and_told_by_their_ways() -> None:
    topic = a_topic()
    a_no(ANN, topic), a_stop(BEA), a_no("cal@example.org", topic, method="suppression_import")
    stops = next(one for one in figures_for("mail") if one.label == "Stops")
    assert (stops.value, stops.remark) == (2, "1 by typed address, 1 on the choices page")


def test_what_happened_before_these_days_is_not_counted() -> None:
    with clock.set_to(clock.now() - timedelta(days=8)):
        a_stop(ANN)
    a_stop(BEA)
    assert next(one for one in figures_for("mail") if one.label == "Stops").value == 1
    weeks = charts_for("mail").weeks
    assert [week.stops for week in weeks[-2:]] == [1, 1]


def test_sign_in_mail_is_counted_at_hand_over_with_its_median(app: Flask) -> None:
    ask(Browser(app))
    assert figures_for("support")[-1].value == 0
    with clock.set_to(clock.now() + timedelta(seconds=3)):
        deliver_due()
    sent = next(one for one in figures_for("support") if one.label == "Sign-in links sent")
    assert (sent.value, sent.remark) == (1, "Handed over in 3 s, median")


def test_smaller_offers_and_the_most_frequent_changes_are_told_in_words() -> None:
    topic = a_topic(title="Goat notes")
    a_no(ANN, topic), a_no(BEA, topic), says(ANN, PACE, "week"), says(BEA, PAUSE, "2099-01-01")
    says(BEA, MARKETING, OFF, channel="post")
    charts = charts_for("mail")
    assert (charts.weeks[-1].stops, charts.weeks[-1].fewer) == (3, 2)
    told = {bar.words: bar.count for bar in charts.changed}
    assert told == {"Stopped Goat notes": 2, "Chose one a week": 1, "Took a break": 1, "Stopped all paper mail": 1}


def test_the_chart_says_its_numbers_in_a_sentence_and_in_a_table(app: Flask) -> None:
    a_stop(ANN)
    page = seen_by(MAX, app)
    assert "Show the numbers" in page and "1 stop" in page
    assert "Week from" in page


def test_a_drawing_stays_inside_its_frame_and_labels_do_not_touch() -> None:
    drawn = lines([3, 58, 31], [9, 22, 30])
    heights = [float(pair.split(",")[1]) for line in (drawn.first, drawn.second) for pair in line.points.split()]
    assert min(heights) >= TOP and max(heights) <= BOTTOM
    assert abs(drawn.first.label_y - drawn.second.label_y) >= 20
    assert drawn.peak and drawn.peak.value == 58
    assert [tick.value for tick in drawn.ticks] == [0, 20, 40, 60]


def test_nothing_but_zeros_is_no_drawing() -> None:
    assert lines([0, 0], [0, 0]) is None
    assert bars([]) == []


def test_the_overview_asks_the_same_few_questions_however_much_there_is(app: Flask) -> None:
    browser = Browser(app)
    sit_down(browser, a_member(PIA))
    a_stop(ANN)
    counts = []
    for more in (0, 8):
        for number in range(more):
            a_no(f"n{number}@example.org", a_topic())
        with statements(app) as said:
            browser.get("/staff")
        counts.append(len(said))
    assert counts[0] == counts[1] <= 25
