"""Existing reviews in, from a file: kept back until their authors agree.

A row is no consent. So the ledger gets no line, nothing is public, and no moderator is asked to read it before its author
says Yes. One per person and product, as everywhere: what she wrote herself stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app import consent, outbox, people, products, purchases
from app.core import clock
from app.core.cards import mask_cards
from app.core.csvfiles import Row
from app.core.database import session, table
from app.core.fingerprints import match_key
from app.exchange import (
    ADDED,
    KEPT,
    REFUSED,
    UNCHANGED,
    Columns,
    Incoming,
    RowRefused,
    Scratch,
    Verdict,
    address_in,
    bring_people,
    moment_in,
    needed_in,
    text_in,
)
from app.reviews.mail import ASKING
from app.reviews.models import Review, ReviewVersion
from app.reviews.names import NameFormat
from app.reviews.texts import plain_text, says_something
from app.reviews.writing import LONGEST, SHORTEST

COLUMNS = ("sku", "email", "stars", "body", "name", "name_format", "written_at", "written_on")
NEEDS = ("sku", "email", "stars", "body")
SOURCE = "review_import"  # where we got a person from
LONGEST_NAME = 160
Pair = tuple[int, int]


@dataclass(frozen=True)
class ReviewRow:
    """One usable row. The words are masked already."""

    line: int
    email: str
    sku: str
    stars: int
    body: str
    name: str
    name_format: str
    written_at: datetime

    @property
    def key(self) -> str:
        return match_key(self.email)

    @property
    def words(self) -> list[object]:
        """What makes it the same review again."""
        return [self.stars, self.body]


class ReviewsFile(Incoming[ReviewRow]):
    """One file of existing reviews. `invite`: each author of a new one is asked, once, by mail."""

    kind = "reviews"
    kept = "its author has another review of that product here, and a file never changes what she wrote"

    def __init__(self, path: Path, columns: Columns, zone: ZoneInfo, *, invite: bool = False) -> None:
        super().__init__(path, columns)
        self.zone, self.invite = zone, invite

    def read(self, row: Row) -> ReviewRow:
        """One row as values."""
        written_at = moment_in(row, "written_at", self.zone) or moment_in(row, "written_on", self.zone)
        if written_at is None:
            raise RowRefused("no written_at or written_on")
        return ReviewRow(
            row.line,
            address_in(row),
            needed_in(row, "sku", 40),
            _stars(row),
            _body(row),
            mask_cards(text_in(row, "name", LONGEST_NAME)),
            _name_format(row),
            written_at,
        )

    def apply(self, rows: Sequence[ReviewRow], store: Scratch | None) -> list[Verdict]:
        """What the rows bring, from what we hold of their people and products."""
        known = people.people_by_addresses(row.email for row in rows)
        around = _around(rows, known)
        if store is not None:
            around.held |= store.kept(around.place(row) for row in rows)
        verdicts, new = [], []
        for row in rows:
            verdicts.append(_verdict(row, around))
            if verdicts[-1].word == ADDED:
                around.held[around.place(row)] = row.words
                new.append(row)
        if store is not None:
            store.keep({around.place(row): row.words for row in new})
        elif new:
            self._write(new, around.goods, known)
        return verdicts

    def _write(
        self, rows: Sequence[ReviewRow], goods: Mapping[str, products.Product], known: dict[str, people.Person]
    ) -> None:
        bring_people((row.email for row in rows), known, SOURCE, are_customers=False)
        pairs = [(known[row.key].id, goods[row.sku].id) for row in rows]
        orders = purchases.matches_for(pairs)
        moment = clock.now()
        new = [_review(row, pair, orders.get(pair), moment) for row, pair in zip(rows, pairs, strict=True)]
        session().execute(table(Review).insert(), new)
        ids = _ids(pairs)
        words = [_version(row, ids[pair]) for row, pair in zip(rows, pairs, strict=True)]
        session().execute(table(ReviewVersion).insert(), words)
        for number in ids.values() if self.invite else ():
            outbox.post(ASKING, str(number))


def _ids(pairs: Sequence[Pair]) -> dict[Pair, int]:
    """(person, product) → the review of these pairs."""
    persons, goods = zip(*pairs, strict=True)
    here = select(Review.person_id, Review.product_id, Review.id).order_by(Review.id)
    rows = session().execute(here.where(Review.person_id.in_(set(persons)), Review.product_id.in_(set(goods))))
    found = {(person_id, product_id): number for person_id, product_id, number in rows}
    return {pair: found[pair] for pair in pairs}


def _stars(row: Row) -> int:
    if row.get("stars") not in ("1", "2", "3", "4", "5"):
        raise RowRefused("stars is not 1, 2, 3, 4 or 5")
    return int(row.get("stars"))


def _body(row: Row) -> str:
    text = plain_text(row.get("body"))
    if len(text) < SHORTEST or not says_something(text):
        raise RowRefused(f"body has fewer than {SHORTEST} characters")
    if len(text) > LONGEST:
        raise RowRefused(f"body is longer than {LONGEST:,} characters")
    return mask_cards(text)


def _name_format(row: Row) -> str:
    chosen = row.get("name_format") or NameFormat.FIRST_INITIAL.value
    if chosen not in set(NameFormat):
        raise RowRefused(f"name_format is none of {', '.join(NameFormat)}")
    return chosen


@dataclass
class _Around:
    """What a batch is planned on. `owners`: match key → subject, or the key itself of somebody new. `held`: place → the words
    brought before, or None for a review of her own."""

    goods: dict[str, products.Product]
    owners: dict[str, str]
    persons: dict[str, people.Person]  # by subject
    held: dict[str, list[object] | None]

    def place(self, row: ReviewRow) -> str:
        """Whose, about what: there is one review for each, however many addresses she has."""
        return f"{row.sku}\n{self.owners[row.key]}"


def _around(rows: Sequence[ReviewRow], known: Mapping[str, people.Person]) -> _Around:
    """In a few queries, however many rows."""
    emails = {row.key: row.email for row in rows if row.key not in known}
    standings = consent.standings(list(emails.values())) if emails else []
    # Somebody new may have a subject already: a stop was typed for her address, or it is one more address of somebody.
    new = {key: standing.subject_id or key for key, standing in zip(emails, standings, strict=True)}
    persons = {person.subject_id: person for person in known.values()} | people.people_by_subjects(set(new.values()))
    owners = {key: person.subject_id for key, person in known.items()} | new
    found = _Around(products.products_by_skus({row.sku for row in rows}), owners, persons, {})
    found.held = _held(rows, found)
    return found


def _held(rows: Iterable[ReviewRow], around: _Around) -> dict[str, list[object] | None]:
    """What is here of the places these rows name, in one query."""
    places = {
        (around.persons[subject].id, around.goods[row.sku].id): around.place(row)
        for row in rows
        if (subject := around.owners[row.key]) in around.persons and row.sku in around.goods
    }
    if not places:
        return {}
    statement = (
        select(Review, ReviewVersion)
        .join(ReviewVersion, ReviewVersion.review_id == Review.id)
        .where(Review.person_id.in_({one for one, _ in places}), Review.product_id.in_({one for _, one in places}))
        .order_by(ReviewVersion.id.desc())
    )
    found: dict[str, list[object] | None] = {}
    for review, version in session().execute(statement):
        place = places.get((review.person_id, review.product_id))
        if place is not None:
            same = [version.stars, version.body] if review.origin == "import" and version.ended_at is None else None
            found.setdefault(place, same)
    return found


def _verdict(row: ReviewRow, around: _Around) -> Verdict:
    if row.sku not in around.goods:
        return Verdict(row.line, row.email, REFUSED, f"there is no product {row.sku!r}: bring in the products first")
    author = around.persons.get(around.owners[row.key])
    if author is not None and author.frozen_at is not None:
        return Verdict(row.line, row.email, REFUSED, "nobody works with reviews of this author")
    place = around.place(row)
    if place not in around.held:
        return Verdict(row.line, row.email, ADDED)
    return Verdict(row.line, row.email, UNCHANGED if around.held[place] == row.words else KEPT)


def _review(row: ReviewRow, pair: Pair, order_id: int | None, moment: datetime) -> dict[str, object]:
    named = {"person_id": pair[0], "product_id": pair[1], "origin": "import", "order_id": order_id}
    blank = {"connection": "", "connection_by": "", "tallied": "{}"}
    return {**named, **blank, "name": row.name, "name_format": row.name_format, "created_at": moment}


def _version(row: ReviewRow, review_id: int) -> dict[str, object]:
    words = {"review_id": review_id, "stars": row.stars, "body": row.body, "written_at": row.written_at}
    return {**words, "reason": "", "hidden": "[]"}
