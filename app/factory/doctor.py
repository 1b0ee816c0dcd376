"""`flask doctor`: finds and names what is wrong, each with its mend. Changes nothing, but for `--repair`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

import click
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask.cli import with_appcontext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import audit, consent, outbox
from app.core import clock
from app.core.database import reading, session
from app.core.settings import ROOT
from app.factory.keys_held import missing_keys
from app.factory.surroundings import mail_faults, queue_faults, setting_faults
from app.policies import current_version
from app.staff import demo_faults
from app.topics import every_topic

RECENT = timedelta(days=7)
MOST = 20  # faults named of one kind; `consent verify` names all
# migrations/versions/0001_spine.py makes these; a test compares them with a fresh database.
_APPEND_ONLY = ("audit_note", "checkpoint_head", "consent_entry", "ledger_checkpoint")
_NO_CHANGE, _NO_REPLACE = ("no_update", "no_delete"), "no_replace"
TRIGGERS = {
    "sqlite": {f"{table}_{what}" for table in _APPEND_ONLY for what in (*_NO_CHANGE, _NO_REPLACE)}
    | {"suppression_no_delete"},
    "postgresql": {
        f"{table}_{what}" for table in (*_APPEND_ONLY, "suppression") for what in ("no_change", "no_truncate")
    },
}
_FOUND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}
REPAIR = "Run `flask doctor --repair`."


@click.command("doctor")
@click.option(
    "--repair", is_flag=True, help="Make the derived preferences anew from the ledger. Nothing else is touched."
)
@with_appcontext
@click.pass_context
def doctor(context: click.Context, repair: bool) -> None:
    """Check settings, database, keys, ledger, queue and mail. Exit 1 and a line per fault that names the mend."""
    if repair:
        _repair()
    faults = 0
    with reading():
        for name, look in CHECKS:
            found = list(islice(_looked(look), MOST))
            session().rollback()
            click.echo(f"{'FAULT' if found else 'ok   '} {name}")
            for fault in found:
                click.echo(f"      {fault}")
            faults += len(found)
            if found and look in FIRST:
                click.echo("The rest needs this first.")
                break
    if record := outbox.dns_record():
        click.echo(f"To publish in DNS, so that our signature can be checked: {record}")
    context.exit(1 if faults else 0)


def _repair() -> None:
    count = consent.rebuild()
    audit.note("command", "doctor.repair", values={"preferences": (None, str(count))})
    session().commit()
    click.echo(f"{count} preferences rebuilt from the ledger.")


def _looked(look: Callable[[], Iterator[str]]) -> Iterator[str]:
    try:
        yield from look()
    except SQLAlchemyError as err:
        yield f"The database refused the question ({type(err).__name__}). Run `flask migrate`, then look at its log."


def _database() -> Iterator[str]:
    try:
        session().execute(text("SELECT 1"))
    except SQLAlchemyError as err:
        yield f"It cannot be reached ({type(err).__name__}). Start it, or mend DATABASE_URL."


def _migrations() -> Iterator[str]:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    wanted = set(ScriptDirectory.from_config(config).get_heads())
    found = set(MigrationContext.configure(session().connection()).get_current_heads())
    if found != wanted:
        there, ours = ", ".join(sorted(found)) or "empty", ", ".join(sorted(wanted))
        yield f"It is at version {there}, this program at {ours}. Run `flask migrate`."


def _triggers() -> Iterator[str]:
    kind = session().get_bind().dialect.name
    found = set(session().execute(text(_FOUND[kind])).scalars())
    for name in sorted(TRIGGERS[kind] - found):
        yield f"Trigger {name} is missing or switched off. Make it again as in migrations/versions/0001_spine.py."


def _ledger() -> Iterator[str]:
    for fault in consent.ledger_faults(since=clock.now() - RECENT):
        yield f"{fault}. Somebody wrote behind our back: compare with a backup; `consent verify` names all."


def _projection() -> Iterator[str]:
    for fault in consent.projection_faults():
        yield f"{fault}. {REPAIR}"


def _topics() -> Iterator[str]:
    if not every_topic():
        yield "There is none. Run `flask topics load topics/starter.toml`."


def _policy() -> Iterator[str]:
    if not current_version():
        yield "No version is in force today. Add one to the brand file and run `flask migrate`."


def _places() -> Iterator[str]:
    if waiting := consent.waiting_places():
        yield f"{waiting} wait, so shared stops do not reach them. Run `flask jobs run postal-keys`, and keep the worker up."


def _stuck() -> Iterator[str]:
    if found := outbox.find_stuck():
        yield f"{found.sentence} {found.because} docs/operations.md has what to do, under Mail is stuck."


CHECKS: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
    ("settings", setting_faults),
    ("database reachable", _database),
    ("database at this version", _migrations),
    ("append-only tables guarded", _triggers),
    ("a key for each stored key id", missing_keys),
    ("no demo accounts in a real shop", demo_faults),
    ("topics", _topics),
    ("policy in force", _policy),
    ("ledger of the last 7 days", _ledger),
    ("preferences follow the ledger", _projection),
    ("postal addresses have their marks", _places),
    ("queue reachable", queue_faults),
    ("mail transport reachable", mail_faults),
    ("mail leaves", _stuck),
)
FIRST = (_database, _migrations)
