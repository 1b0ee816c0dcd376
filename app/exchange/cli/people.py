"""`flask people import`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.core import settings
from app.core.database import reading, session
from app.core.refusals import BadQuestion
from app.exchange.cli.loop import bring_in
from app.exchange.cli.options import map_option, mapped, takes_file, takes_map
from app.exchange.people_import import people_file
from app.exchange.person_rows import COLUMNS, Basis
from app.exchange.verdicts import VERDICTS
from app.topics import every_topic

commands = AppGroup("people", help="The retailer's customers.")
ORIGIN_LENGTH = 100


@commands.command(
    "import",
    epilog=f"Columns: {', '.join(COLUMNS)}. Verdicts: "
    + "; ".join(f"{word}: {text}" for word, text in VERDICTS.items()),
)
@takes_file
@click.option("--basis", type=click.Choice(["legacy"]), help="An old list: column topic is the list they were on.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="With --basis legacy: the day of that list.")
@click.option("--origin", help="With --basis legacy: where the list comes from, in words people may read.")
@click.option("--no-suppressions", is_flag=True, help="With --basis legacy: nobody on it ever unsubscribed.")
@takes_map
def import_people(
    file: Path, dry_run: bool, verdicts: Path | None, mapping: Path | None, no_suppressions: bool, **ground: Any
) -> None:
    """Bring in customers from FILE.csv; `email` alone is enough. Everyone in it is a customer, unless it is an old list.

    Never resubscribes anyone.

    The whole file is checked before anything is written. An interrupted import goes on where it stopped.
    """
    columns = mapped(COLUMNS, mapping)
    with reading():
        basis = _basis(no_suppressions, **ground)
        incoming = people_file(file, columns, basis, no_suppressions=no_suppressions)
        session().rollback()
    bring_in(incoming, _options(basis) | map_option(mapping), verdicts, dry_run=dry_run)


def _basis(no_suppressions: bool, basis: str | None, as_of: datetime | None, origin: str | None) -> Basis:
    """The ground the file stands on. Raises BadQuestion for options that do not fit together."""
    zone = settings.current().brand.zone
    topics = {topic.slug: topic for topic in every_topic()}
    session().expunge_all()
    if basis is None:
        if as_of or origin or no_suppressions:
            raise BadQuestion("--as-of, --origin and --no-suppressions belong to --basis legacy.")
        return Basis(zone, topics)
    if not as_of or not origin:
        raise BadQuestion(
            "--basis legacy needs --as-of DATE and --origin TEXT: when that list was true, and whose it is."
        )
    if len(origin) > ORIGIN_LENGTH:
        raise BadQuestion(f"--origin is at most {ORIGIN_LENGTH} characters.")
    return Basis(zone, topics, legacy=True, as_of=as_of.replace(tzinfo=zone), origin=origin)


def _options(basis: Basis) -> dict[str, str]:
    """What makes a run of the same file another run."""
    if basis.legacy and basis.as_of:
        return {"basis": "legacy", "as_of": basis.as_of.date().isoformat(), "origin": basis.origin}
    return {}
