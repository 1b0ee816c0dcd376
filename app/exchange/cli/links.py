"""`flask links sign`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from app import audit, consent
from app.channels import CHANNELS
from app.core.csvfiles import Row, Writer, batches, read_rows, reading_csv, replacing, standard_output
from app.core.database import reading, session
from app.core.progress import bar
from app.exchange.paper_signing import PAPER_COLUMNS, PaperSigner
from app.exchange.scratch import Scratch, scratch
from app.exchange.signing import COLUMNS, Signed, Signer, check_mailing
from app.topics import Topic, campaign_named, find_campaign, topic_by_slug

commands = AppGroup("links", help="Signed links for mailings.")


class Output:
    """Where links and refusals go, and the sums."""

    def __init__(self, links: TextIO | None, refused: TextIO | None, columns: Sequence[str] = COLUMNS) -> None:
        # Links are for a mail merge, so their cells are raw; who opens refusals does so in a spreadsheet.
        self._links = Writer(links, columns, for_people=False) if links else None
        self._refused = Writer(refused, consent.REFUSED_COLUMNS, for_people=True) if refused else None
        self.counts: Counter[str] = Counter()

    def take(self, found: Signed) -> None:
        """Write and count one batch."""
        for cells in found.links if self._links else ():
            assert self._links is not None
            self._links.write(cells)
        for cells in found.refused:
            self.counts[cells["reason"]] += 1
            if self._refused:
                self._refused.write(cells)
        self.counts["signed"] += found.allowed
        self.counts["repeats"] += found.repeats


@commands.command(
    "sign", epilog=f"Output columns: {', '.join(COLUMNS)}. For paper also: {', '.join(PAPER_COLUMNS[len(COLUMNS) :])}."
)
@click.option("--topic", "slug", required=True, metavar="SLUG", help="What the mailing is about.")
@click.option("--campaign", metavar="NAME", help="Its name: signing then counts as a send, once for each person.")
@click.option(
    "--channel", type=click.Choice([one.name for one in CHANNELS]), help="The topic's own; any other is refused."
)
@click.option("--refused", type=click.Path(dir_okay=False, path_type=Path), help="A CSV file: whom not, and why.")
@click.option("--dry-run", is_flag=True, help="Sign and count nothing; say what would be refused.")
def sign(slug: str, campaign: str | None, channel: str | None, refused: Path | None, dry_run: bool) -> None:
    """Read recipients (CSV with a column `email`) and write links for those we may write to now.

    A paper list may also name them by customer_number (and zip), or by name, street, second_line, city, state, zip.
    All input is read and checked before the first link is made. A recipient who stands twice is signed once.
    """
    with _spooled() as recipients, scratch() as store:
        with reading():
            topic = topic_by_slug(slug)
            check_mailing(topic, channel, campaign)
            needs = _needs(topic, recipients)
            count = sum(1 for _row in _rows(recipients, needs))
            session().expunge_all()
            session().rollback()
        rows = bar(_rows(recipients, needs), label="Signing", length=count)
        with replacing(refused) if refused else nullcontext() as stream:
            if dry_run:
                counts = _look(topic, campaign, rows, store, Output(None, stream))
            else:
                with standard_output() as links:
                    output = Output(links, stream, PAPER_COLUMNS if topic.channel == "post" else COLUMNS)
                    counts = _sign(topic, campaign, rows, store, output)
    _say(counts, campaign, dry_run=dry_run)


@contextmanager
def _spooled() -> Iterator[Path]:
    """Standard input as a file of our own: it is read twice, and the first time only to refuse it."""
    with tempfile.NamedTemporaryFile(prefix="recipients-", suffix=".csv") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield Path(file.name)


def _needs(topic: Topic, path: Path) -> tuple[str, ...]:
    """The column a list must have; a paper list has one of three ways to name people. Raises BadFile."""
    if topic.channel != "post":
        return ("email",)
    consent.check_paper_list(path)
    return ()


def _rows(path: Path, needs: tuple[str, ...]) -> Iterator[Row]:
    with reading_csv(path) as stream:
        yield from read_rows(stream, needs=needs)


def _signer(topic: Topic, campaign_id: int | None, store: Scratch) -> Signer | PaperSigner:
    return (PaperSigner if topic.channel == "post" else Signer)(topic, campaign_id, store)


def _look(topic: Topic, campaign: str | None, rows: Iterator[Row], store: Scratch, output: Output) -> Counter[str]:
    """What signing would refuse; the database is only read."""
    with reading():
        known = find_campaign(topic, campaign) if campaign else None
        signer = _signer(topic, known.id if known else None, store)
        for batch in batches(rows):
            output.take(signer.look(batch))
            session().rollback()
    return output.counts


def _sign(topic: Topic, campaign: str | None, rows: Iterator[Row], store: Scratch, output: Output) -> Counter[str]:
    """Sign in short committed batches. What was counted and not written by a killed run is signed again by the next."""
    campaign_id = campaign_named(topic, campaign).id if campaign else None
    session().commit()
    signer = _signer(topic, campaign_id, store)
    for batch in batches(rows):
        found = signer.sign(batch)
        session().commit()
        session().expunge_all()
        output.take(found)
    signed = {"campaign": (None, campaign or ""), "signed": (None, str(output.counts["signed"]))}
    audit.note("command", "links.sign", about=topic.slug, values=signed)
    session().commit()
    return output.counts


def _say(counts: Counter[str], campaign: str | None, *, dry_run: bool) -> None:
    signed, repeats = counts.pop("signed", 0), counts.pop("repeats", 0)
    click.echo(f"{signed} {'would be signed' if dry_run else 'signed'}, {counts.total()} refused.", err=True)
    for reason, count in counts.most_common():
        click.echo(f"  {count} {reason}", err=True)
    if repeats:
        click.echo(f"{repeats} stood there again and {'count' if dry_run else 'were signed'} once.", err=True)
    if campaign is None:
        click.echo("No --campaign: nothing counts as a send, so nobody's pace knows of this mailing.", err=True)
