"""`flask topics …`."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from app import audit
from app.core.database import reading, session
from app.topics.service import every_topic, load_topics

commands = AppGroup("topics", help="What mail is about.")


@commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
def list_topics(as_json: bool) -> None:
    """Every topic: slug, channel, kind, default and title."""
    with reading():
        topics = every_topic()
    keys = ("slug", "title", "channel", "kind", "default")
    if as_json:
        click.echo(json.dumps([{key: getattr(topic, key) for key in keys} for topic in topics], ensure_ascii=False))
        return
    for topic in topics:
        click.echo(f"{topic.slug:24} {topic.channel:6} {topic.kind:10} {topic.default:17} {topic.title}")


@commands.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Add and update topics from a TOML file, such as topics/starter.toml. Never removes one."""
    loaded = load_topics(file)
    audit.note("command", "topics.load", values={"added": (None, ", ".join(loaded.added))})
    session().commit()
    click.echo(f"{len(loaded.added)} added, {len(loaded.changed)} changed, {len(loaded.unchanged)} as they were.")
