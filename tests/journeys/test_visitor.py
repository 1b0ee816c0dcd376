"""The checking visitor finds what is wrong with a page. What she passes would prove nothing otherwise."""

import pytest
from pytest_playwright import CreateContextCallback

from tests.journeys.visitor import Visitor
from tests.live import LiveSite

WRONG = """
document.querySelector('h1').textContent = 'Broken';
document.querySelector('label').remove();
document.querySelector('main').style.minWidth = '400px';
console.error('oh no');
fetch('http://127.0.0.1:9/').catch(() => {});
"""


@pytest.mark.parametrize("live", ["http"], indirect=True)
def test_a_bad_page_is_found_out(new_context: CreateContextCallback, live: LiveSite) -> None:
    visitor = Visitor(new_context(bypass_csp=True), live.url, scripts=True)
    visitor.open("/")
    assert not visitor.faults
    visitor.page.evaluate(WRONG)
    visitor.look()
    faults = "\n".join(visitor.faults)
    for expected in ("label: ", "pixels too wide at 320", "console: oh no", "asked another site: http://127.0.0.1:9/"):
        assert expected in faults
