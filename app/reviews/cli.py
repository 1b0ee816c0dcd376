"""`flask reviews …`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app import audit
from app.core import settings
from app.core.database import reading, session
from app.core.progress import bar
from app.exchange import bring_in, map_option, mapped, takes_file, takes_map
from app.products import Product
from app.reviews.bringing import COLUMNS, NEEDS, ReviewsFile
from app.reviews.standing import differences, repair

commands = AppGroup("reviews", help="What shoppers think of products.")


@commands.command("import", epilog=f"Columns: {', '.join(COLUMNS)}; one of the last two is needed.")
@takes_file
@takes_map
@click.option("--invite", is_flag=True, help="Ask each author of a new review, once, by mail: may we show it?")
def import_reviews(file: Path, dry_run: bool, verdicts: Path | None, mapping: Path | None, invite: bool) -> None:
    """Bring in existing reviews from FILE.csv. Nobody sees one before its author has agreed.

    The whole file is checked before anything is written. An interrupted import goes on where it stopped; the same file
    again changes nothing. Who has a review of that product keeps it as it is.
    """
    columns = mapped(COLUMNS, mapping, NEEDS)
    incoming = ReviewsFile(file, columns, settings.current().brand.zone, invite=invite)
    options = {**map_option(mapping), **({"invite": "yes"} if invite else {})}
    bring_in(incoming, options, verdicts, dry_run=dry_run)


@commands.command("recount")
@click.option("--repair", "mends", is_flag=True, help="Write the numbers anew where they differ.")
def recount_all(mends: bool) -> None:
    """Compare the numbers of each product with a count of its reviews. Exit 1 where they differ and nothing was mended."""
    with reading():
        ids = list(session().execute(select(Product.id, Product.slug).order_by(Product.id)))
    wrong = [(number, slug) for number, slug in bar(ids, label="Counting") if _differs(number, slug)]
    for number, _slug in wrong if mends else ():
        repair(number)
        audit.note("command", "reviews.recount", about=f"product:{number}")
        session().commit()
    click.echo(f"{len(ids)} products: {len(ids) - len(wrong)} agree, {len(wrong)} {'mended' if mends else 'differ'}.")
    if wrong and not mends:
        raise SystemExit(1)


def _differs(product_id: int, slug: str) -> bool:
    """Whether they do; each difference is printed."""
    with reading():
        found = differences(product_id)
    session().expunge_all()
    for name, (told, counted) in found.items():
        click.echo(f"{slug}: {name} is {told}, counted {counted}")
    return bool(found)
