"""Every message kind: what a person reads is on file, and each mail keeps what mails promise.

`UPDATE_SNAPSHOTS=1 pytest tests/mail` writes the files anew; read the difference before it is committed.
"""

import os
import re
from pathlib import Path

import html5lib
import pytest
from flask import Flask

from app.core.settings import ROOT, current
from app.outbox import header_text
from app.outbox.composing import Texts
from app.outbox.letters import rendered
from tests.browser import Browser
from tests.mail.examples import EXAMPLES
from tests.sign_in import ask, hand_over

SNAPSHOTS = Path(__file__).with_name("snapshots")
LINK = re.compile(r"https?://[^\s\"<>]+")
KINDS = sorted(EXAMPLES)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind in turn."""
    return str(request.param)


@pytest.fixture
def texts(kind: str, app: Flask) -> Texts:
    with app.test_request_context(base_url="http://127.0.0.1:8000"):
        return rendered(kind.partition(".")[0], EXAMPLES[kind].context)


def test_there_is_an_example_of_every_kind_and_a_folder_for_each(app: Flask) -> None:
    declared = {kind.name for kind in app.extensions["declarations"].messages}
    assert declared == {kind.partition(".")[0] for kind in EXAMPLES}
    assert declared == {path.name for path in (ROOT / "templates/mail").iterdir() if path.is_dir()}


@pytest.mark.parametrize("part", ["subject", "plain", "html"])
def test_what_a_person_reads_is_what_was_agreed(part: str, kind: str, texts: Texts) -> None:
    file = SNAPSHOTS / f"{kind}.{ {'subject': 'subject.txt', 'plain': 'txt', 'html': 'html'}[part] }"
    said = getattr(texts, part).strip() + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.write_text(said, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == said


def test_the_subject_is_one_line_that_a_phone_shows(texts: Texts) -> None:
    assert 0 < len(header_text("Subject", texts.subject)) <= 78


def test_both_parts_hold_the_same_links(texts: Texts) -> None:
    plain, html = set(LINK.findall(texts.plain)), set(LINK.findall(re.sub(r"<!--.*?-->", "", texts.html)))
    assert plain == html
    assert plain


def test_every_link_leads_to_this_site(texts: Texts) -> None:
    assert all(link.startswith("http://127.0.0.1:8000/") for link in LINK.findall(texts.plain))


def test_the_html_is_valid_and_fetches_nothing(texts: Texts) -> None:
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(texts.html)
    tags = {str(element.tag) for element in root.iter()}
    assert root.get("lang")
    assert root.findtext("head/title")
    assert not tags & {"img", "link", "script", "iframe", "object", "form", "input"}
    assert "url(" not in texts.html
    assert "@import" not in texts.html


def test_tables_that_only_lay_out_say_so(texts: Texts) -> None:
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(texts.html)
    assert {table.get("role") for table in root.iter("table")} == {"presentation"}


def test_each_part_tells_who_writes_and_how_to_reach_them(texts: Texts, app: Flask) -> None:
    with app.app_context():
        brand = current().brand
    for part in (texts.plain, texts.html):
        assert brand.postal_line in part
        assert brand.phone in part


def test_no_line_of_the_text_is_wider_than_a_plain_window(texts: Texts) -> None:
    assert not [line for line in texts.plain.splitlines() if len(line) > 78 and "://" not in line]


def test_the_example_is_what_the_sign_in_mail_really_gets(client: Browser) -> None:
    ask(client)
    with client.application.app_context():
        assert hand_over(client).context.keys() == EXAMPLES["sign_in"].context.keys()
