"""The templates as tests of their words read them."""

import re
from pathlib import Path

from jinja2 import Environment
from jinja2.ext import InternationalizationExtension

from tests.architecture.source import ROOT

FOLDER = ROOT / "templates"
LEXER = Environment(extensions=[InternationalizationExtension])
TRANS = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
CLASS = re.compile(r"\{% block width %\}.*?\{% endblock %\}")  # names a layout's class
SPOKEN = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"]*)"')
QUIET = re.compile(r"<(style|script|svg)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
ENTITY = re.compile(r"&#?\w+;")
LETTERS = re.compile(r"[A-Za-z]{2,}")


def templates(pattern: str = "**/*") -> list[Path]:
    """The templates. Never an empty list: a test that looks at nothing proves nothing."""
    found = sorted(path for path in FOLDER.glob(pattern) if path.suffix in (".html", ".txt"))
    assert found, pattern
    return found


def name(path: Path) -> str:
    """How a template is called in render_template."""
    return path.relative_to(FOLDER).as_posix()


def bare(text: str) -> str:
    """The text a template would print by itself: without comments, expressions, statements and translated blocks."""
    text = CLASS.sub("", TRANS.sub("", text))
    return "".join(value for _line, kind, value in LEXER.lex(text) if kind == "data")


def unmarked(path: Path) -> list[str]:
    """Words a person would read that no translator would ever see."""
    text = bare(path.read_text(encoding="utf-8"))
    found = []
    if path.suffix == ".html":
        text = QUIET.sub(" ", text)
        found = [said for said in SPOKEN.findall(text) if LETTERS.search(said) and "=" not in said]
        text = ATTRIBUTE.sub(" ", re.sub(r"<[^>]*>", " ", text))  # a macro may print attributes alone
    return [*found, *LETTERS.findall(ENTITY.sub(" ", text))]
