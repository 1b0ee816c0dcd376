"""What README and docs say is there, is there."""

import re
import tomllib
from collections.abc import Iterator
from functools import reduce

import click
import pytest
from flask import Flask

from app.consent import UNSET, merge_all, said, takes_effect
from tests.architecture.source import ROOT
from tests.docs.pages import PAGES, Page, page

FLASK = re.compile(r"^(?:\w+=\S+ )*(?:\.venv/bin/)?flask (?:--app wsgi )?(?=[a-z])")
each_page = pytest.mark.parametrize("found", PAGES, ids=lambda found: found.path.relative_to(ROOT).as_posix())


def commands_in(found: Page, known: click.Group) -> Iterator[tuple[str, list[str]]]:
    """(the code, its words after `flask`) of everything that looks like a command of ours."""
    for code in found.code():
        words = FLASK.sub("", code).split()
        if FLASK.match(code) or (words and words[0] in known.commands and "." not in words[0]):
            yield code, words


def fault_of(words: list[str], known: click.Command) -> str | None:
    """What is wrong with a command line, or None."""
    while isinstance(known, click.Group) and words:
        name, *words = words
        if name not in known.commands:
            return f"there is no command {name}"
        known = known.commands[name]
    options = {option for param in known.params for option in param.opts} | {"--help"}
    unknown = [word for word in words if word.startswith("--") and word not in options]
    return f"no option {', '.join(unknown)}" if unknown else None


def our_commands(app: Flask) -> click.Group:
    return click.Group("flask", commands=dict(app.cli.commands))


@each_page
def test_every_command_that_is_named_exists(found: Page, app: Flask) -> None:
    known = our_commands(app)
    wrong = {code: fault for code, words in commands_in(found, known) if (fault := fault_of(words, known))}
    assert not wrong


def test_the_search_for_commands_finds_what_is_wrong(app: Flask) -> None:
    known = our_commands(app)
    assert fault_of(["people", "export"], known) == "there is no command export"
    assert fault_of(["demo", "fill", "--horses"], known) == "no option --horses"
    assert len(list(commands_in(page("docs/operations.md"), known))) > 20


@each_page
def test_every_make_target_that_is_named_exists(found: Page) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {match[1] for code in found.code() if (match := re.match(r"(?:\w+=\S+ )*make ([a-z]+)", code))}
    assert named <= targets


@each_page
def test_every_link_inside_leads_somewhere(found: Page) -> None:
    for link in found.links():
        name, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = Page((found.path.parent / name).resolve()) if name else found
        assert target.path.exists(), link
        assert not anchor or anchor in target.anchors(), link


@each_page
def test_every_file_that_is_named_exists(found: Page) -> None:
    folders = ("app", "brands", "deploy", "docs", "migrations", "static", "templates", "tests", "topics")
    named = {code for code in found.code() if re.fullmatch(rf"(?:{'|'.join(folders)})/[\w./-]+", code)}
    # Names a reader is to choose, and what `git` does not keep.
    assert not {name for name in named if "yours" not in name and not (ROOT / name).exists()}


def test_the_table_of_settings_is_that_of_the_code() -> None:
    told = {name for row in page("docs/operations.md").tables("name") for name in re.findall(r"`([A-Z_]+)`", row[0])}
    code = "".join(
        (ROOT / name).read_text()
        for name in ("app/core/settings.py", "app/core/mail_settings.py", "deploy/gunicorn.conf.py")
    )
    read = set(re.findall(r'(?:environ(?:\.get)?[(\[]|environ, |^RINGS = .*|names = \()"([A-Z_]+)"', code))
    read |= set(re.findall(r'"([A-Z_]+_KEYS)"', code))
    assert told == read


def test_the_table_of_jobs_is_that_of_the_code(app: Flask) -> None:
    told = {name for row in page("docs/operations.md").tables("job") for name in re.findall(r"`([\w-]+)`", row[0])}
    assert told == {job.name for job in app.extensions["declarations"].jobs}


@pytest.mark.parametrize("row", page("docs/merge-law.md").tables("said, oldest first"), ids=lambda row: row[0])
def test_the_merge_law_holds_what_its_table_says(row: list[str]) -> None:
    lines = re.findall(r"`(\w+)` (\w+)", row[0])
    assert merge_all(said(n, method, state) for n, (method, state) in enumerate(lines, 1)).state == row[1]
    step = reduce(lambda old, line: line[1] if takes_effect(old, line[1], line[0]) else old, lines, UNSET)
    assert step == row[1]


def test_every_runtime_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.split(r"[\[<>=]", name)[0] for name in project["dependencies"]}
    assert {row[0] for row in page("docs/decisions/0002-dependencies.md").tables("package")} == needed


def test_every_locked_package_has_its_license_told() -> None:
    locked = set(re.findall(r"^([\w.-]+)(?:\[.*\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    assert {row[0] for row in page("THIRD_PARTY.md").tables("package")} == locked


def test_every_decision_stands_in_the_list() -> None:
    listed = set(page("docs/decisions/README.md").links())
    assert listed == {path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}


def test_the_pictures_are_shown_and_small() -> None:
    files = set((ROOT / "docs/pictures").iterdir())
    assert {ROOT / link for link in page("README.md").links() if link.endswith(".png")} <= files
    assert sum(file.stat().st_size for file in files) < 1_500_000
