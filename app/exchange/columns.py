"""Which column of a file is which of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.core.csvfiles import BadFile, Row, column_key, read_rows, reading_csv


@dataclass(frozen=True)
class Columns:
    """The names a file may use, and those it must. With `renamed` (ours → theirs) columns nobody named are left alone."""

    knows: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ("email",)

    def rows(self, path: Path) -> Iterator[Row]:
        """The records under our names, streamed. Raises BadFile for what `read_rows` refuses."""
        if not path.is_file():
            raise BadFile(f"{path} is not a file on disk. The whole of it is checked first, so a pipe does not do.")
        needs = {*self.renamed.values(), *(self.renamed.get(name, name) for name in self.needs)}
        with reading_csv(path) as stream:
            for row in read_rows(stream, needs=needs, knows=None if self.renamed else self.knows):
                yield self._ours(row)

    def _ours(self, row: Row) -> Row:
        if not self.renamed:
            return row
        names = {name: self.renamed.get(name, name) for name in self.knows}
        return Row(row.line, {ours: row.cells[theirs] for ours, theirs in names.items() if theirs in row.cells})


def load_map(path: Path, knows: Collection[str]) -> dict[str, str]:
    """`ours = "Theirs"` lines of a TOML file. Raises BadFile for a name that is none of ours."""
    try:
        lines = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise BadFile(f"{path.name}: {err}") from None
    if unknown := sorted(lines.keys() - set(knows)):
        raise BadFile(f"{path.name}: unknown column {', '.join(unknown)}. Known: {', '.join(sorted(knows))}.")
    if not lines or not all(isinstance(theirs, str) for theirs in lines.values()):
        raise BadFile(f'{path.name}: write lines like  email = "E-Mail Address"')
    return {ours: column_key(theirs) for ours, theirs in lines.items()}
