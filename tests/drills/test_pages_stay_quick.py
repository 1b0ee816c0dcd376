"""Two thousand mails wait for a server that is stuck, and no page is slower for it."""

import sys
from statistics import median

import pytest

from tests.bad_mail import BadMail
from tests.drills.conftest import Say
from tests.drills.office import Office
from tests.drills.site import Site
from tests.drills.visitor import visit

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found and killed by /proc")
QUEUED = 2_000
VISITS = 25
PAGES = (("GET", "/"), ("POST", "/stop"), ("POST", "/sign-in"))
STUCK = ("tarpits", "silent", "down")
# A page that waits for the mail server takes seconds. Between runs of the same page a busy machine differs by less.
SLOWER = 4.0
AT_LEAST = 0.25  # seconds: below that nobody waits for a mail server, and a scheduler decides


def times(site: Site, weather: str) -> dict[str, float]:
    """The median of each page, in seconds."""
    found = {}
    for method, path in PAGES:
        form = (lambda number: {"email": f"{weather}-{number}@example.com"}) if method == "POST" else (lambda _: {})
        visits = [visit(site, method, path, **form(number)) for number in range(VISITS)]
        assert {status for status, _seconds in visits} <= {200, 303}
        found[f"{method} {path}"] = median(seconds for _status, seconds in visits)
    return found


def test_pages_are_as_quick_while_mail_is_stuck(site: Site, bad: BadMail, say: Say) -> None:
    site.start()
    times(site, "first")  # what is loaded once
    fine = times(site, "fine")
    bad.behave(STUCK[0])
    office = Office(site)
    office.post_many(QUEUED)
    for mode in STUCK:
        bad.behave(mode)
        stuck = times(site, mode)
        say("; ".join(f"{page}: {fine[page] * 1000:.0f} ms, {mode} {stuck[page] * 1000:.0f} ms" for page in fine))
        assert office.waiting() > QUEUED * 0.9
        assert all(stuck[page] < max(AT_LEAST, SLOWER * fine[page]) for page in fine)
