"""What was promised, by version."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from markupsafe import Markup

from app.core import clock
from app.core.brand import PolicyText
from app.core.refusals import BadSetting
from app.core.settings import current
from app.policies import current_version, store_policies
from app.policies.models import PolicyVersion
from app.policies.service import sections, versions
from tests.browser import Browser


def in_a_year(body: str = "## New {#new}\n\nWords.\n") -> PolicyText:
    return PolicyText(max(text.version for text in current().brand.policies) + 1, date(2027, 7, 1), body)


@pytest.mark.usefixtures("app_context")
def test_a_version_is_stored_once_and_its_words_never_change() -> None:
    brand = current().brand
    assert store_policies(brand) == 0
    first = replace(brand.policies[0], body=brand.policies[0].body + " ")
    with pytest.raises(BadSetting, match=f"policy version {first.version} changed"):
        store_policies(replace(brand, policies=(first, *brand.policies[1:])))


@pytest.mark.usefixtures("app_context")
def test_a_version_comes_into_force_on_its_day_in_the_shop() -> None:
    brand, new = current().brand, in_a_year()
    before = current_version()
    assert store_policies(replace(brand, policies=(*brand.policies, new))) == 1
    with clock.set_to(datetime(2027, 7, 1, 4, 59, tzinfo=UTC)):
        assert (current_version(), versions()[0].version) == (before, before)
    with clock.set_to(datetime(2027, 7, 1, 5, 0, tzinfo=UTC)):
        assert (current_version(), versions()[0].version) == (new.version, new.version)


def test_the_page_shows_the_version_in_force_and_each_earlier_one(client: Browser, app: Flask) -> None:
    with app.app_context():
        number, known = current_version(), [one.version for one in versions()]
    page = client.get("/privacy")
    assert page.status_code == 200
    assert str(number) in page.get_data(as_text=True)
    assert [client.get(f"/privacy/{one}").status_code for one in known] == [200] * len(known)


@pytest.mark.parametrize("address", ["/privacy/0", "/privacy/999", "/privacy/99999999999999999999", "/privacy/x"])
def test_a_version_that_never_was_is_not_found(address: str, client: Browser) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("app_context")
def test_every_section_has_the_anchor_that_links_use() -> None:
    for version in versions():
        anchors = [section.id for section in sections(version)]
        assert {"choices", "california"} <= set(anchors)
        assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "<h1>x</h1>"]
)
def test_the_words_of_a_brand_file_cannot_run_in_a_browser(bad: str) -> None:
    text = PolicyVersion(version=1, body=f"## A {{#a}}\n\n**Bold** [on](https://x.example) {bad}\n")
    (section,) = sections(text)
    assert isinstance(section.html, Markup)
    assert '<strong>Bold</strong> <a href="https://x.example" rel="noopener noreferrer">on</a>' in section.html
    assert not any(word in section.html for word in ("<script", "<img", 'href="javascript', "<h1"))
