"""The Markdown files as tests read them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.architecture.source import ROOT

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One file."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The text without its blocks of code."""
        return _FENCE.sub("", self.text)

    def code(self) -> Iterator[str]:
        """Each line of shell and each span of code."""
        for language, block in _FENCE.findall(self.text):
            if language == "sh":
                yield from (line.split("  #")[0].strip() for line in block.splitlines())
        yield from _SPAN.findall(self.prose)

    def links(self) -> list[str]:
        return _LINK.findall(self.prose)

    def anchors(self) -> set[str]:
        """The anchors that headings get where the repository is shown."""
        titles = (re.sub(r"[`*]|\]\(.*?\)|\[", "", title) for title in _HEADING.findall(self.prose))
        return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}

    def tables(self, first: str) -> list[list[str]]:
        """The cells of each row of the table whose head begins with `first`."""
        found = re.search(rf"^\| {re.escape(first)} .*\n\|[-|]+\|\n((?:\|.*\n?)+)", self.prose, re.MULTILINE)
        assert found, f"{self.path.name} has no table that begins with {first}"
        return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in found[1].splitlines()]


def page(name: str) -> Page:
    """The file of that name."""
    return Page(ROOT / name)


PAGES = [Page(path) for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))]
