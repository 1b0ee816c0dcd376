"""Topics: create, word, order, hide, retire and bring back. Never delete; short name, way and kind stay for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import links, topics
from app.channels import CHANNELS
from app.console import topic_undo
from app.console.forms import LONGEST, NewTopicForm, TopicForm, filled_with
from app.console.pages.blueprint import NUMBER, bp, here
from app.console.pages.csv_out import Rows, csv_of
from app.core.database import session
from app.core.refusals import BadQuestion
from app.core.signing import BadToken, TokenEnded
from app.staff import Menu, Permission, staff_page
from app.topics import ChangedMeanwhile, SlugTaken, Topic

Answer = Any
WAYS = [(channel.name, channel.title) for channel in CHANNELS]
_COLUMNS = (
    "slug",
    "title",
    "channel",
    "kind",
    "default",
    "how_often",
    "a_month",
    "a_year",
    "animal",
    "position",
    "hidden_at",
    "retired_at",
)
_STATES = {
    "hide": lambda number, version, actor: topics.hide_topic(number, version, actor, hidden=True),
    "show": lambda number, version, actor: topics.hide_topic(number, version, actor, hidden=False),
    "retire": lambda number, version, actor: topics.retire_topic(number, version, actor, retired=True),
    "bring-back": lambda number, version, actor: topics.retire_topic(number, version, actor, retired=False),
}


@staff_page(bp, "/topics", needs=Permission.TOPICS_EDIT, menu=Menu(_l("Topics"), 70))
def topic_list() -> str:
    """Every topic in the order shoppers see them, retired ones too."""
    done = topic_undo.done(request.args.get("note", ""), here().actor)
    return render_template("console/topics.html", topics=topics.every_topic(), done=done, words=topic_undo.VALUES)


@staff_page(bp, "/topics.csv", needs=Permission.TOPICS_EDIT)
def topics_csv() -> Response:
    """The list as CSV. It holds nothing about anybody."""
    return csv_of("topics", _COLUMNS, _rows())


@staff_page(bp, "/topics/new", needs=Permission.TOPICS_EDIT, methods=("GET", "POST"))
def new_topic() -> Answer:
    """A topic that is not there yet."""
    if request.method == "GET":
        return _new(NewTopicForm(formdata=None))
    form = NewTopicForm()
    if not form.validate():
        return _new(form), 400
    try:
        note = topics.create_topic(form.fixed, form.words, here().actor)
    except SlugTaken as no:
        form.slug.errors = [no.sentence]
        return _new(form), no.status
    session().commit()
    return _to_list(note)


@staff_page(bp, f"/topics/{NUMBER}", needs=Permission.TOPICS_EDIT, methods=("GET", "POST"))
def edit_topic(number: int) -> Answer:
    """The words of one topic."""
    topic = topics.topic_by_id(number)
    if request.method == "GET":
        return _edit(topic, filled_with(topic))
    form = TopicForm()
    if not form.validate():
        return _edit(topic, form, shown=request.form.get("shown", "")), 400
    try:
        note = topics.change_topic(number, _version(number), form.words, here().actor)
    except ChangedMeanwhile as no:
        return _edit(topics.topic_by_id(number), form, stale=no.sentence), no.status
    session().commit()
    return _to_list(note)


@staff_page(bp, f"/topics/{NUMBER}/state", needs=Permission.TOPICS_EDIT, methods=("POST",))
def set_topic(number: int) -> Answer:
    """Hide, show, retire or bring back."""
    act = _STATES.get(request.form.get("act", ""))
    if act is None:
        raise BadQuestion(_("Press one of the page’s own buttons."))
    try:
        note = act(number, _version(number), here().actor)
    except ChangedMeanwhile as no:
        topic = topics.topic_by_id(number)
        return _edit(topic, filled_with(topic), stale=no.sentence), no.status
    session().commit()
    return _to_list(note)


@staff_page(bp, f"/topics/{NUMBER}/move", needs=Permission.TOPICS_EDIT, methods=("POST",))
def move_topic(number: int) -> Answer:
    """One place up or down."""
    note = topics.move_topic(number, here().actor, up=request.form.get("way") == "up")
    session().commit()
    return _to_list(note)


@staff_page(bp, "/topics/undo", needs=Permission.TOPICS_EDIT, methods=("POST",))
def undo_topic() -> Answer:
    """Take back what was just done."""
    _number, note = topic_undo.undo(request.form.get("ticket", ""), here().actor)
    session().commit()
    return _to_list(note)


def _version(number: int) -> str:
    """Which state of the topic the form was drawn from. One that is not ours, or too old, is none that still stands."""
    try:
        said = links.read_proof("shown", request.form.get("shown", "")).payload
    except (BadToken, TokenEnded):
        return ""
    return str(said.get("version", "")) if said.get("topic") == number else ""


def _to_list(note: int | None) -> Any:
    return redirect(url_for("console.topic_list", note=note), 303)


def _new(form: NewTopicForm) -> str:
    return render_template("console/topic_new.html", form=form, ways=WAYS, longest=LONGEST, animals=topics.ANIMALS)


def _edit(topic: Topic, form: TopicForm, *, stale: str = "", shown: str = "") -> str:
    """The page of one topic. A form with a mistake keeps what it was drawn from; a stale one starts from what stands now."""
    version = links.prove("shown", {"topic": topic.id, "version": topics.version_of(topic)})
    return render_template(
        "console/topic.html",
        topic=topic,
        form=form,
        stale=stale,
        shown=shown or version,
        now=version,
        words=topic_undo.VALUES,
        ways=dict(WAYS),
        longest=LONGEST,
        animals=topics.ANIMALS,
    )


def _rows() -> Iterator[Rows]:
    yield [{name: _cell(getattr(topic, name)) for name in _COLUMNS} for topic in topics.every_topic()]


def _cell(value: Any) -> str:
    return "" if value is None else value.isoformat(timespec="seconds") if hasattr(value, "isoformat") else str(value)
