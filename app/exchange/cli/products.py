"""`flask products import`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click
from flask.cli import AppGroup

from app.exchange.cli.loop import bring_in
from app.exchange.cli.options import map_option, mapped, takes_file, takes_map
from app.exchange.product_import import ProductsFile
from app.exchange.product_rows import COLUMNS, NEEDS
from app.exchange.scratch import scratch
from app.products import drawings

commands = AppGroup("products", help="What the shop sells, and so what may be reviewed.")


@commands.command("import", epilog=f"Columns: {', '.join(COLUMNS)}. A new product needs sku and title.")
@takes_file
@takes_map
@click.option("--retire-missing", is_flag=True, help="The file is the whole list: retire products it does not name.")
def import_products(
    file: Path, dry_run: bool, verdicts: Path | None, mapping: Path | None, retire_missing: bool
) -> None:
    """Bring in products from FILE.csv. An empty cell takes nothing away; a product keeps its slug for ever.

    Order lines that came before their product lead to it from now on. The whole file is checked before anything is
    written. An interrupted import goes on where it stopped.
    """
    options = map_option(mapping) | ({"retire_missing": "yes"} if retire_missing else {})
    with scratch() if retire_missing else nullcontext() as listed:
        incoming = ProductsFile(file, mapped(COLUMNS, mapping, NEEDS), drawings(), listed)
        bring_in(incoming, options, verdicts, dry_run=dry_run)
