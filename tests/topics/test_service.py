"""Topics and the file they come from."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app.core.database import session
from app.core.settings import ROOT
from app.topics import UnknownTopic, campaign_named, every_topic, load_topics, topic_by_slug
from app.topics.service import BadTopicFile, Loaded
from tests.makers import a_topic

pytestmark = pytest.mark.usefixtures("app_context")
STARTER = ROOT / "topics" / "starter.toml"
ONE = """
[[topic]]
slug = "{slug}"
channel = "email"
kind = "marketing"
default = "off"
title = "Bird deals"
description = "Seed and cages."
how_often = "Monthly"
a_month = 1
"""


def load(folder: Path, text: str) -> Loaded:
    path = folder / "topics.toml"
    path.write_text(text, encoding="utf-8")
    return load_topics(path)


def test_the_starter_file_is_loaded_once_and_changes_nothing_again() -> None:
    slugs = [topic.slug for topic in every_topic()]
    assert len(slugs) > 10
    again = load_topics(STARTER)
    assert (again.added, again.changed, again.unchanged) == ([], [], slugs)


def test_the_starter_shop_has_both_channels_and_both_kinds_and_its_texts_fit_on_a_page() -> None:
    topics = every_topic()
    assert {topic.channel for topic in topics} == {"email", "post"}
    assert {topic.kind for topic in topics} == {"marketing", "service"}
    assert all(topic.title and topic.description.endswith(".") for topic in topics)


def test_a_new_topic_is_one_entry_and_no_code(tmp_path: Path) -> None:
    loaded = load(tmp_path, ONE.format(slug="bird-deals"))
    assert loaded.added == ["bird-deals"]
    assert topic_by_slug("bird-deals").purpose == "topic:bird-deals"


def test_words_may_change_and_what_links_and_choices_hold_on_to_may_not(tmp_path: Path) -> None:
    number = load(tmp_path, ONE.format(slug="bird-deals")) and topic_by_slug("bird-deals").id
    load(tmp_path, ONE.format(slug="bird-deals").replace("Bird deals", "All about birds"))
    assert (topic_by_slug("bird-deals").title, topic_by_slug("bird-deals").id) == ("All about birds", number)
    with pytest.raises(BadTopicFile, match="its channel is email for good"):
        load(tmp_path, ONE.format(slug="bird-deals").replace('"email"', '"post"'))


def test_a_topic_that_left_the_file_stays_because_links_point_at_it(tmp_path: Path) -> None:
    before = len(every_topic())
    load(tmp_path, ONE.format(slug="bird-deals"))
    assert len(every_topic()) == before + 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("bird-deals", "Bird Deals", "a slug is at most 40"),
        ("bird-deals", "b" * 41, "a slug is at most 40"),
        ('kind = "marketing"', 'kind = "news"', "kind is marketing or service"),
        ('default = "off"', 'default = "on"', "default is off or on_for_customers"),
        ("a_month = 1", 'a_month = "one"', "a_month and a_year are whole numbers"),
        ('title = "Bird deals"', "", "missing or unknown: title"),
        ("a_month = 1", "a_month = 1\ncolour = 2", "missing or unknown: colour"),
        ("[[topic]]", "[[list]]", "entries are [[topic]]"),
        ("[[topic]]", "[[topic", "topics.toml"),
    ],
)
def test_a_bad_file_is_refused_whole_with_the_topic_and_the_mend(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadTopicFile) as refused:
        load(tmp_path, ONE.format(slug="fish-deals") + ONE.format(slug="bird-deals").replace(old, new))
    assert says in refused.value.sentence
    session().rollback()
    assert "fish-deals" not in [topic.slug for topic in every_topic()]


def test_a_slug_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTopicFile, match="bird-deals stands there twice"):
        load(tmp_path, ONE.format(slug="bird-deals") * 2)


def test_an_unknown_topic_is_answered_with_the_ones_there_are() -> None:
    with pytest.raises(UnknownTopic, match="dog-deals"):
        topic_by_slug("dgo-deals")


def test_a_campaign_has_one_id_a_topic_and_name() -> None:
    one, two = a_topic(), a_topic()
    assert campaign_named(one, "july").id == campaign_named(one, "july").id
    assert campaign_named(one, "july").id != campaign_named(two, "july").id


def test_the_list_is_a_table_for_people_and_json_for_programs(app: Flask) -> None:
    runner = app.test_cli_runner()
    table = runner.invoke(args=["topics", "list"]).output.splitlines()
    found = json.loads(runner.invoke(args=["topics", "list", "--json"]).output)
    assert len(table) >= len(found) == len(every_topic())
    assert set(found[0]) == {"slug", "title", "channel", "kind", "default"}


def test_loading_by_command_says_what_it_did_and_leaves_a_note(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "more.toml"
    path.write_text(ONE.format(slug="bird-deals"), encoding="utf-8")
    done = app.test_cli_runner().invoke(args=["topics", "load", str(path)])
    assert (done.exit_code, done.output) == (0, "1 added, 0 changed, 0 as they were.\n")
