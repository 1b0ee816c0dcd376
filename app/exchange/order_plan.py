"""What a row would do to the orders we hold: pure steps, so that a dry run gives the verdicts of a real one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.exchange.order_rows import OrderRow
from app.exchange.verdicts import ADDED, REFUSED, UNCHANGED, UPDATED, RowRefused, Verdict


@dataclass
class HeldLine:
    """One line of an order we hold."""

    title: str
    quantity: int


@dataclass
class Held:
    """What we hold under one order number. `who` is the subject of the person whose it is, or her match key if she is new."""

    who: str
    ordered_on: str
    lines: dict[str, HeldLine] = field(default_factory=dict)

    @classmethod
    def from_json(cls, who: str, ordered_on: str, lines: Mapping[str, Mapping[str, str | int]]) -> Held:
        """What `asdict` made of it."""
        return cls(
            who, ordered_on, {sku: HeldLine(str(one["title"]), int(one["quantity"])) for sku, one in lines.items()}
        )


@dataclass(frozen=True)
class Around:
    """What the rows of a batch name, as we hold it."""

    who_by_key: Mapping[str, str]  # match key → subject; the match key itself for somebody new
    who_by_number: Mapping[str, Sequence[str]]  # customer number → subjects
    titles: Mapping[str, str]  # sku → title of the product


def planned(row: OrderRow, now: dict[str, Held], around: Around) -> Verdict:
    """The verdict of one row; `now` (order number → held) becomes what will be."""
    try:
        held = _order(row, now, around)
    except RowRefused as why:
        return Verdict(row.line, row.number, REFUSED, str(why))
    return _line(row, held, around.titles)


def _order(row: OrderRow, now: dict[str, Held], around: Around) -> Held:
    who = _who(row, around)
    held = now.setdefault(row.number, Held(who, row.ordered_on.isoformat()))
    if held.who != who:
        raise RowRefused("this order number is another person's")
    return held


def _who(row: OrderRow, around: Around) -> str:
    """Whose the row is: by e-mail address, else by customer number. Where both are given they must agree.

    An unknown address never joins somebody by a number alone: with an address comes the right to sign in.
    """
    behind = around.who_by_number.get(row.customer_number, ()) if row.customer_number else ()
    if row.email:
        who = around.who_by_key[row.key]
        if behind and who not in behind:
            raise RowRefused("this customer number is held with another e-mail address")
        return who
    if not behind:
        raise RowRefused("nobody has this customer number, and there is no e-mail address to add somebody by")
    if len(behind) > 1:
        raise RowRefused("more than one person has this customer number; give the e-mail address too")
    return behind[0]


def _line(row: OrderRow, held: Held, titles: Mapping[str, str]) -> Verdict:
    old = held.lines.get(row.sku)
    was_on, held.ordered_on = held.ordered_on, row.ordered_on.isoformat()
    notes = [] if row.sku in titles else ["no product has this sku yet"]
    title = row.title or (old.title if old else "") or titles.get(row.sku, "")
    held.lines[row.sku] = HeldLine(title, row.quantity)
    changed = ["ordered_on"] if was_on != held.ordered_on else []
    if old is None:
        return Verdict(row.line, row.number, ADDED, "; ".join([row.sku, *changed, *notes]))
    changed += ["title"] if old.title != title else []
    changed += ["quantity"] if old.quantity != row.quantity else []
    return Verdict(row.line, row.number, UPDATED if changed else UNCHANGED, "; ".join([row.sku, *changed, *notes]))
