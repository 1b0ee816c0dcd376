"""`flask orders import`."""

from __future__ import annotations

from pathlib import Path

from flask.cli import AppGroup

from app.core import settings
from app.exchange.cli.loop import bring_in
from app.exchange.cli.options import map_option, mapped, takes_file, takes_map
from app.exchange.order_import import OrdersFile
from app.exchange.order_rows import COLUMNS, NEEDS

commands = AppGroup("orders", help="What people bought: the proof of a confirmed order.")


@commands.command("import", epilog=f"Columns: {', '.join(COLUMNS)}; email or customer_number, or both.")
@takes_file
@takes_map
def import_orders(file: Path, dry_run: bool, verdicts: Path | None, mapping: Path | None) -> None:
    """Bring in orders from FILE.csv, a row for each thing in an order. Who is unknown is added as a customer by e-mail.

    Never resubscribes anyone. The whole file is checked before anything is written. An interrupted import goes on where
    it stopped.
    """
    incoming = OrdersFile(file, mapped(COLUMNS, mapping, NEEDS), settings.current().brand.zone)
    bring_in(incoming, map_option(mapping), verdicts, dry_run=dry_run)
