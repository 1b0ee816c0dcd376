"""Templates: all compile, say nothing we promised not to say, carry nothing inline, and mark every word."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.source import ROOT
from tests.architecture.templates import name, templates, unmarked

ALL = templates()
PAGES = [path for path in ALL if path.suffix == ".html" and not name(path).startswith("mail/")]
SPEAKING_PARTS = [path for path in ALL if name(path) != "mail/styles.html"]  # that one is macros of CSS values
BANNED = (
    "nothing is ticked for you",
    "every change can be undone",
    "only our buyers read it",
    "we take it down the same day",
    "all in one, on fridays",
    "rolled into one",
    "we forget your address",
    "safety recalls still reach you",
    "successfully",
    "oops",
    "sorry to see you go",
    "sad to see you go",
    "are you sure",
    "something went wrong",
    "invalid input",
)
# Where people may read words of ours. A brand that lists recalls says so in its own file, so brands are not here.
SPEAKING = ("templates/**/*.html", "templates/**/*.txt", "translations/*.pot", "topics/*.toml", "app/**/*.py")


def folded(path: Path) -> str:
    return re.sub(r"\s+", " ", path.read_text(encoding="utf-8").replace("’", "'")).lower()


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_template_compiles(path: Path, app: Flask) -> None:
    app.jinja_env.get_template(name(path))


@pytest.mark.parametrize("pattern", SPEAKING)
def test_nowhere_do_we_say_what_we_promised_not_to_say(pattern: str) -> None:
    files = list(ROOT.glob(pattern))
    assert files
    assert not [(path.name, words) for path in files for words in BANNED if re.search(rf"\b{words}\b", folded(path))]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_carries_no_inline_style_or_script(path: Path) -> None:
    assert not re.findall(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))|javascript:",
        path.read_text(),
    )


@pytest.mark.parametrize("path", SPEAKING_PARTS, ids=name)
def test_every_word_a_person_reads_is_marked_for_translation(path: Path) -> None:
    assert not unmarked(path)


def test_the_search_finds_a_word_that_is_not_marked(tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    planted.write_text('<p>{{ _("Marked") }} forgotten</p><img alt="also forgotten">{# no matter #}')
    assert unmarked(planted) == ["also forgotten", "forgotten"]
