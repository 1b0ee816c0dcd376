"""`flask migrate`: bring the database to this version and store what the files declare."""

from __future__ import annotations

import click
from alembic import command
from alembic.config import Config
from flask.cli import with_appcontext

from app.core.database import session
from app.core.settings import ROOT, current
from app.factory.keys_held import refuse_missing_keys
from app.policies import store_policies
from app.staff import refuse_demo_members
from app.topics import every_topic, load_topics


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Run the migrations, store the brand's policy versions, and load topics/starter.toml where there are no topics.

    Refused while a stored key id has no key, or a real shop holds the demo's accounts: it runs before every start.
    """
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = current().database_url
    command.upgrade(config, "head")
    refuse_missing_keys()
    refuse_demo_members()
    store_policies(current().brand)
    if not every_topic():
        load_topics(ROOT / "topics" / "starter.toml")
    session().commit()
    click.echo("The database is up to date.")
