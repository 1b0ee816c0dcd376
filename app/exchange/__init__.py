"""Exchange: the retailer's files, in and out: customers, products, orders, stops, and the links of a mailing.

A package above brings in files of its own kind with the same loop:

    class ReviewsFile(Incoming[ReviewRow]):
        kind, about = "reviews", "email"

        def read(self, row: Row) -> ReviewRow:                    # raises RowRefused; asks no database
        def apply(self, rows, store) -> list[Verdict]:            # one for each row; with a store nothing is written

    @commands.command("import")
    @takes_file
    @takes_map
    def import_reviews(file, dry_run, verdicts, mapping):
        incoming = ReviewsFile(file, mapped(COLUMNS, mapping, NEEDS))
        bring_in(incoming, map_option(mapping), verdicts, dry_run=dry_run)

`Verdict(line, about, word, detail)`; words are ADDED, UPDATED, UNCHANGED, KEPT, REFUSED. Orders and products tell hooks which
rows they named (`app.core.feature.AfterImport`): tables `customer_order` and `person`, for products also `product`.
"""

from app.exchange.cells import address_in, day_in, lines_in, moment_in, needed_in, text_in, whole_number_in
from app.exchange.cli.loop import bring_in
from app.exchange.cli.options import map_option, mapped, takes_file, takes_map
from app.exchange.columns import Columns, load_map
from app.exchange.feature import feature
from app.exchange.incoming import Incoming
from app.exchange.newcomers import bring_people
from app.exchange.scratch import Scratch
from app.exchange.verdicts import ADDED, KEPT, REFUSED, UNCHANGED, UPDATED, VERDICTS, RowRefused, Verdict

__all__ = [
    "ADDED",
    "KEPT",
    "REFUSED",
    "UNCHANGED",
    "UPDATED",
    "VERDICTS",
    "Columns",
    "Incoming",
    "RowRefused",
    "Scratch",
    "Verdict",
    "address_in",
    "bring_in",
    "bring_people",
    "day_in",
    "feature",
    "lines_in",
    "load_map",
    "map_option",
    "mapped",
    "moment_in",
    "needed_in",
    "takes_file",
    "takes_map",
    "text_in",
    "whole_number_in",
]
