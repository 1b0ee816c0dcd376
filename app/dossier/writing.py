"""The copy itself: what the registry of personal data says, as a page that opens without a network and as JSON.

Row after row goes to two files on disk, and from there into the ZIP: memory does not grow with what we hold.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from babel.dates import format_date, format_datetime
from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from app.core import clock, settings
from app.core.database import reading
from app.core.feature import declared
from app.core.personal_data import Holder, PersonalData

Row = Mapping[str, Any]
Progress = Callable[[int], None]
PAGE, DATA = "index.html", "data.json"


@dataclass(frozen=True)
class Part:
    """One table of the registry, as the page shows it: its rows come one by one."""

    about: str
    kept_because: str
    rows: Iterator[list[tuple[str, str]]]


def write_copy(holders: Sequence[Holder], progress: Progress) -> IO[bytes]:
    """The ZIP with everything the registry holds about them. `progress(n)`: n parts are written; it may raise to end.

    The caller closes it.
    """
    with TemporaryFile() as data, TemporaryFile() as page:
        head = _json({"made": clock.now(), "shop": settings.current().brand.name})
        data.write(head[:-1] + b', "parts": [')
        with closing(_parts(holders, data, progress)) as parts:  # however it ends, the read it is in ends with it
            for text in _page(parts):
                page.write(text.encode())
        data.write(b"\n]}\n")
        return _zipped({PAGE: page, DATA: data})


def _page(parts: Iterator[Part]) -> Iterator[str]:
    """The page in pieces; each part is read when its turn comes."""
    brand, templates = settings.current().brand, current_app.jinja_env
    style = templates.get_template("dossier/copy.css").render()
    yield from templates.get_template("dossier/copy.html").generate(
        parts=parts,
        brand=brand,
        lang="en",
        style=Markup("<style>{}</style>").format(Markup(style)),  # noqa: S704 — a file of ours, no word of hers
        made=_words(clock.now()),
    )


def _parts(holders: Sequence[Holder], data: IO[bytes], progress: Progress) -> Generator[Part]:
    for done, declaration in enumerate(declared().personal_data, 1):
        with reading():
            data.write(b",\n" if done > 1 else b"\n")
            yield Part(_sentence(declaration.about), declaration.kept_because, _rows(declaration, holders, data))
        data.write(b"]}")
        progress(done)


def _rows(declaration: PersonalData, holders: Sequence[Holder], data: IO[bytes]) -> Iterator[list[tuple[str, str]]]:
    """Each row in words, and, as it passes, in the JSON."""
    told = {"table": declaration.table, "about": declaration.about, "kept_because": declaration.kept_because}
    data.write(_json(told)[:-1] + b', "rows": [')
    separator = b"\n"
    for row in (row for holder in holders for row in declaration.export(holder)):
        data.write(separator + _json(row))
        separator = b",\n"
        if words := [(_sentence(name), _words(value)) for name, value in row.items() if value not in (None, "")]:
            yield words


def _json(value: Row) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(value: Any) -> str:
    """A value as a person reads it: days and times in the shop's zone."""
    if isinstance(value, datetime):
        return format_datetime(value, "long", tzinfo=settings.current().brand.zone, locale="en_US")
    if isinstance(value, date):
        return format_date(value, "long", locale="en_US")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_words(one)}" for name, one in value.items() if one not in (None, ""))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_words(one) for one in value)
    return str(value)


def _zipped(files: Mapping[str, IO[bytes]]) -> IO[bytes]:
    found: IO[bytes] = TemporaryFile()  # noqa: SIM115 — its reader closes it
    moment = clock.now().astimezone(settings.current().brand.zone)
    with ZipFile(found, "w", ZIP_DEFLATED) as archive:
        for name, file in files.items():
            file.seek(0)
            entry = ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            with archive.open(entry, "w", force_zip64=True) as into:
                shutil.copyfileobj(file, into)
    found.seek(0)
    return found
