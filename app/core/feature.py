"""What a package declares of itself, and the one place where duplicates are refused.

Lower packages see what stands above them only through these declarations, handed over at start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import click
from flask import Blueprint, current_app
from flask_babel.speaklater import LazyString

from app.core.desk import Duty, Number, RecordLine, Search
from app.core.messages import MessageKind
from app.core.personal_data import PersonalData
from app.core.refusals import BadSetting


@dataclass(frozen=True)
class Job:
    """A timed job: `act` runs every `every_minutes`, in its own transaction, and can be repeated safely."""

    name: str
    every_minutes: int
    act: Callable[[], str]


@dataclass(frozen=True)
class LinkKind:
    """A kind of signed link. Stop links live for ever and can only reduce; proof links are short and single-use.

    `page`: the endpoint of its page, which takes the `token`, where that is not the page of stopping.
    """

    name: str
    family: Literal["stop", "proof"]
    lives_for: int | None  # seconds; None: no end
    page: str = ""


@dataclass(frozen=True)
class MenuItem:
    """An entry in a menu: `place` is 'shopper', 'footer' or 'home'. 'behind': a page of no menu to which a sign-in may lead.

    'product': what else can be done with a product, on its page; the endpoint takes its `slug`. `is_on`: whether the brand
    has it at all; asked within a request.
    """

    place: Literal["shopper", "footer", "home", "behind", "product"]
    label: str | LazyString
    endpoint: str
    order: int
    anchor: str = ""
    text: str | LazyString = ""
    icon: str = ""
    is_on: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Errand:
    """What a sign-in is for, in words, where it is more than opening one's choices: on its pages and in its mail.

    The mail goes to an address that nobody has proven yet, so nothing in here may be what a stranger typed.
    """

    heading: str  # "Confirm your review of Stall fork"
    asked: str  # what was done: "You sent a review of Stall fork."
    then: str  # what the press does: "Press the button, and the review is sent in your name."
    button: str  # "Confirm my review"
    because: str  # why this mail: "You get this because someone wrote a review on our page with your address."


@dataclass(frozen=True)
class Draft:
    """A form that outlives its session: kept, signed, while somebody signs in again.

    `apply(subject_id, signed_draft)` runs in the transaction of the sign-in and returns the address of the page that says
    what became of it. It decides whose draft it takes: choices are of the subject who made them, and what a stranger wrote
    is of whoever proves her address. `errand(payload)` says in words what the sign-in is for; None: choices are opened.
    """

    name: str
    apply: Callable[[str, str], str]
    errand: Callable[[dict[str, Any]], Errand | None] | None = None
    adds_up: bool = False  # several wait side by side; else the newest replaces the one before


Touched = Mapping[str, Collection[int]]


@dataclass(frozen=True)
class AfterImport:
    """What a package above does about rows a file brought: `act(touched)` runs in the transaction of each batch.

    `kind` is the kind of file (`orders`, `products`). `touched`: table → ids of rows the batch named, changed or not, so
    that a file brought again mends what was missed. `act` flushes, never commits, and can be repeated safely.
    """

    name: str
    kind: str
    act: Callable[[Touched], None]


@dataclass(frozen=True)
class Feature:
    """One package, as the factory sees it."""

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    commands: tuple[click.Command, ...] = ()
    jobs: tuple[Job, ...] = ()
    messages: tuple[MessageKind, ...] = ()
    links: tuple[LinkKind, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    drafts: tuple[Draft, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    duties: tuple[Duty, ...] = ()
    searches: tuple[Search, ...] = ()
    # What must be readable before anything is served. Raises BadSetting.
    at_start: tuple[Callable[[], object], ...] = ()
    after_imports: tuple[AfterImport, ...] = ()
    post: Callable[[str, str], None] | None = None  # (kind, reference): the outbox, for packages below it
    numbers: tuple[Number, ...] = ()
    records: tuple[RecordLine, ...] = ()


@dataclass(frozen=True)
class Declarations:
    """All that the features declare together. Building it refuses duplicates."""

    features: tuple[Feature, ...]

    def __post_init__(self) -> None:
        refuse_duplicates("feature", (feature.name for feature in self.features))
        refuse_duplicates("job", (job.name for job in self.jobs))
        refuse_duplicates("message kind", (kind.name for kind in self.messages))
        refuse_duplicates("link kind", (kind.name for kind in self.links))
        refuse_duplicates("duty", (duty.name for duty in self.duties))
        refuse_duplicates("search", (search.name for search in self.searches))
        refuse_duplicates("hook after imports", (hook.name for hook in self.after_imports))
        refuse_duplicates("number", (number.name for number in self.numbers))
        refuse_duplicates("line of a record", (line.name for line in self.records))
        refuse_duplicates("draft", (draft.name for draft in self.drafts))
        refuse_duplicates("table of personal data", (data.table for data in self.personal_data))

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(job for feature in self.features for job in feature.jobs)

    @property
    def messages(self) -> tuple[MessageKind, ...]:
        return tuple(kind for feature in self.features for kind in feature.messages)

    @property
    def links(self) -> tuple[LinkKind, ...]:
        return tuple(kind for feature in self.features for kind in feature.links)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return tuple(draft for feature in self.features for draft in feature.drafts)

    @property
    def personal_data(self) -> tuple[PersonalData, ...]:
        return tuple(data for feature in self.features for data in feature.personal_data)

    @property
    def duties(self) -> tuple[Duty, ...]:
        return tuple(duty for feature in self.features for duty in feature.duties)

    @property
    def searches(self) -> tuple[Search, ...]:
        return tuple(search for feature in self.features for search in feature.searches)

    @property
    def after_imports(self) -> tuple[AfterImport, ...]:
        return tuple(hook for feature in self.features for hook in feature.after_imports)

    def post(self, kind: str, reference: str) -> None:
        """Put a message into the outbox, in the caller's transaction. Raises LookupError for a kind nobody declares."""
        office = next(feature.post for feature in self.features if feature.post is not None)
        office(kind, reference)

    @property
    def numbers(self) -> tuple[Number, ...]:
        return tuple(number for feature in self.features for number in feature.numbers)

    @property
    def records(self) -> tuple[RecordLine, ...]:
        return tuple(line for feature in self.features for line in feature.records)

    def menu(self, place: str) -> list[MenuItem]:
        found = [item for feature in self.features for item in feature.menu if item.place == place]
        return sorted((item for item in found if item.is_on is None or item.is_on()), key=lambda item: item.order)


def declared() -> Declarations:
    """What the features of the running application declare together."""
    found = current_app.extensions["declarations"]
    assert isinstance(found, Declarations)
    return found


def refuse_duplicates(what: str, names: Iterable[str]) -> None:
    """Declared once: a second declaration of the same name stops the start."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadSetting(f"The {what} {name!r} is declared twice.")
        seen.add(name)
