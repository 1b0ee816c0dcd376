"""Topics at the desk: create, word, order, hide, retire, bring back, and undo each; never delete."""

import csv
import io

import pytest
from flask import Flask

from app import links
from app.audit.models import AuditNote, AuditValue
from app.core import settings
from app.core.database import session
from app.core.fingerprints import canonical_email, fingerprint
from app.staff import Role
from app.topics import Topic, every_topic, topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.desk import MAX, a_member, sit_down
from tests.makers import a_topic, a_yes, may
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
NEW = {
    "title": "Goat notes", "description": "Hooves and hay.", "how_often": "1 a month", "a_month": "1", "a_year": "0",
    "default": "off", "slug": "goat-notes", "channel": "email", "kind": "marketing",
}  # fmt: skip


@pytest.fixture
def desk(client: Browser) -> Browser:
    """Max's browser."""
    sit_down(client, a_member(MAX))
    return client


def create(browser: Browser, **other: str) -> int:
    browser.get("/staff/topics/new")
    return browser.press("Create the topic", **{**NEW, **other}).status_code


def press(browser: Browser, topic: Topic, button: str, **fields: str) -> int:
    browser.get(f"/staff/topics/{topic.id}")
    return browser.press(button, **fields).status_code


def noted(act: str) -> dict[str, tuple[str | None, str | None]]:
    """Field → (old, new) of the newest note of that act."""
    note = session().query(AuditNote).filter_by(act=act).order_by(AuditNote.id.desc()).first()
    assert note
    return {one.field: (one.old, one.new) for one in session().query(AuditValue).filter_by(note_id=note.id)}


def test_a_new_topic_stands_at_the_end_and_in_the_trail(desk: Browser) -> None:
    assert create(desk) == 200
    assert every_topic()[-1].slug == "goat-notes"
    assert noted("topics.create")["title"] == (None, "Goat notes")
    assert "Saved at" in desk.page.text and "Name: was nothing" in desk.page.text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("slug", "Goat Notes", "small letters"),
        ("slug", "g" * 41, "small letters"),
        ("slug", "", "small letters"),
        ("title", " \0 ", "Give it a name"),
        ("title", "G" * 81, "at most 80"),
        ("description", "", "Say what it is"),
        ("a_month", "many", "whole number"),
        ("a_month", "-1", "whole number"),
        ("a_month", "²", "whole number"),
        ("a_year", "many", "whole number"),
        ("a_year", "367", "whole number"),
        ("animal", "unicorn", "Choose an animal"),
        ("channel", "sms", "how it is sent"),
        ("kind", "news", "what kind"),
        ("default", "everyone", "without having asked"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_keeps_the_rest(field: str, typed: str, says: str, desk: Browser) -> None:
    before = len(every_topic())
    assert create(desk, **{field: typed}) == 400
    assert says in desk.page.text and "1 a month" in desk.page.html
    assert len(every_topic()) == before


def test_a_slug_is_given_once_and_for_ever(desk: Browser) -> None:
    create(desk)
    press(desk, topic_by_slug("goat-notes"), "Retire it")
    assert create(desk) == 409
    assert "never given twice" in desk.page.text


def test_words_change_and_what_is_fixed_does_not(desk: Browser) -> None:
    topic = a_topic(title="Goat notes")
    press(desk, topic, "Save", title="Goats’ notes", slug="other", channel="post", kind="service")
    changed = topic_by_slug(topic.slug)
    assert (changed.title, changed.channel, changed.kind) == ("Goats’ notes", "email", "marketing")
    assert noted("topics.edit") == {"title": ("Goat notes", "Goats’ notes")}


def test_saving_what_stands_already_changes_and_notes_nothing(desk: Browser) -> None:
    press(desk, a_topic(), "Save")
    assert session().query(AuditNote).filter(AuditNote.act.startswith("topics.")).count() == 0


def test_each_change_can_be_undone_once(desk: Browser) -> None:
    topic = a_topic(title="Goat notes")
    press(desk, topic, "Save", title="Sheep notes")
    form, _button = desk.page.form("Undo")
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    desk.press("Undo")
    assert topic_by_slug(topic.slug).title == "Goat notes"
    press(desk, topic, "Save", title="Sheep notes")
    assert desk.post("/staff/topics/undo", data=sent).status_code == 410
    assert topic_by_slug(topic.slug).title == "Sheep notes"


def test_issues_a_year_and_the_animal_are_changed_named_and_undone(desk: Browser) -> None:
    topic = a_topic(channel="post", a_month=0, a_year=4)
    press(desk, topic, "Save", a_year="3", animal="horse")
    assert (
        "About how many a year: was 4 → now 3" in desk.page.text
        and "Animal it is about: was nothing → now horse" in desk.page.text
    )
    assert (noted("topics.edit")["a_year"], topic_by_slug(topic.slug).animal) == (("4", "3"), "horse")
    desk.press("Undo")
    assert (topic_by_slug(topic.slug).a_year, topic_by_slug(topic.slug).animal) == (4, "")


@pytest.mark.parametrize(("button", "back"), [("Hide it", "hidden_at"), ("Retire it", "retired_at")])
def test_hiding_and_retiring_are_undone_from_what_confirms_them(button: str, back: str, desk: Browser) -> None:
    topic, other = a_topic(), a_topic()
    press(desk, topic, button)
    assert getattr(topic_by_slug(topic.slug), back) is not None
    assert getattr(topic_by_slug(other.slug), back) is None
    desk.press("Undo")
    assert getattr(topic_by_slug(topic.slug), back) is None


def test_an_undo_never_runs_over_a_newer_change(desk: Browser) -> None:
    topic = a_topic(title="Goat notes")
    press(desk, topic, "Save", title="Sheep notes")
    form, _button = desk.page.form("Undo")
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    press(desk, topic, "Save", title="Cow notes")
    assert desk.post("/staff/topics/undo", data=sent).status_code == 409
    assert topic_by_slug(topic.slug).title == "Cow notes"


def test_an_undo_ticket_of_somebody_else_or_of_another_kind_does_nothing(desk: Browser) -> None:
    topic = a_topic(title="Goat notes")
    desk.get("/staff/topics")
    token = desk.page.all("input")[0].get("value")
    change = {"topic": topic.id, "old": {"title": "Gone"}, "new": {"title": "Goat notes"}}
    tickets = [links.prove("undo", {**change, "actor": "staff:999"}), links.prove("undo", {"act": "x", "subject": "y"})]
    answers = [desk.post("/staff/topics/undo", data={"csrf_token": token, "ticket": each}) for each in (*tickets, "\0")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert topic_by_slug(topic.slug).title == "Goat notes"


def test_a_form_drawn_before_somebody_elses_change_is_refused_with_what_stands_now(app: Flask, desk: Browser) -> None:
    topic, other = a_topic(title="Goat notes"), Browser(app)
    sit_down(other, a_member("mel@example.com", role=Role.MAIL))
    desk.get(f"/staff/topics/{topic.id}")
    press(other, topic, "Save", title="Sheep notes")
    assert desk.press("Save", title="Cow notes").status_code == 409
    assert "Sheep notes" in desk.page.text and "Cow notes" in desk.page.html
    assert topic_by_slug(topic.slug).title == "Sheep notes"
    desk.press("Save")
    assert topic_by_slug(topic.slug).title == "Cow notes"


@pytest.mark.parametrize("shown", ["", "garbage", "\0"])
def test_a_form_that_does_not_say_what_it_showed_changes_nothing(shown: str, desk: Browser) -> None:
    topic = a_topic(title="Goat notes")
    assert press(desk, topic, "Save", title="Sheep notes", shown=shown) == 409
    assert press(desk, topic, "Hide it", shown=shown) == 409
    assert (topic_by_slug(topic.slug).title, topic_by_slug(topic.slug).hidden_at) == ("Goat notes", None)


def test_a_topic_moves_one_place_and_back(desk: Browser) -> None:
    first, second, *_rest = (topic.slug for topic in every_topic())
    desk.get("/staff/topics")
    desk.press(f"Up {topic_by_slug(second).title}")
    assert [topic.slug for topic in every_topic()][:2] == [second, first]
    desk.press("Undo")
    assert [topic.slug for topic in every_topic()][:2] == [first, second]


def test_topics_that_share_a_place_can_be_moved_all_the_same(desk: Browser) -> None:
    for topic in every_topic():
        topic.position = 1
    session().commit()
    first, second, *_rest = (topic.slug for topic in every_topic())
    desk.get("/staff/topics")
    desk.press(f"Down {topic_by_slug(first).title}")
    assert [topic.slug for topic in every_topic()][:2] == [second, first]


def test_a_retired_topic_is_not_sent_and_its_links_still_stop(app: Flask, desk: Browser) -> None:
    topic, other = a_topic(), a_topic()
    a_yes(ANN, topic), a_yes(BEA, other)
    press(desk, topic, "Retire it")
    assert (may(ANN, topic), may(BEA, other)) == ("no retired", "yes chosen")
    mark = fingerprint(settings.current().fingerprint_keys, "email", canonical_email(ANN))
    token = links.stop_token(links.StopLink(mark, topic_id=topic.id))
    assert Browser(app).post(f"/u/{token}", data={"List-Unsubscribe": "One-Click"}).status_code == 200
    press(desk, topic, "Bring it back")
    assert (may(ANN, topic), may(BEA, other)) == ("no suppressed_topic", "yes chosen")


@pytest.mark.parametrize("address", ["/staff/topics/999", "/staff/topics/99999999999999"])
def test_a_topic_that_is_not_there_gets_a_page(address: str, desk: Browser) -> None:
    assert desk.get(address).status_code == 404
    desk.get("/staff/topics")
    token = desk.page.all("input")[0].get("value")
    answers = [desk.post(address + each, data={"csrf_token": token, "act": "hide"}) for each in ("", "/state", "/move")]
    assert {answer.status_code for answer in answers} == {404}


def test_the_list_as_csv_defuses_formulas(desk: Browser) -> None:
    a_topic("bird-deals", title="=1+1")
    rows = list(csv.DictReader(io.StringIO(desk.get("/staff/topics.csv", buffered=True).text)))
    assert rows[-1]["title"] == "'=1+1"
    assert len(rows) == len(every_topic())


def test_the_list_asks_the_same_few_questions_however_many_there_are(app: Flask, desk: Browser) -> None:
    counts = []
    for more in (0, 10):
        for _ in range(more):
            a_topic()
        with statements(app) as said:
            desk.get("/staff/topics")
        counts.append(len(said))
    assert counts[0] == counts[1]
