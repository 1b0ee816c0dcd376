"""Ten thousand mails from a seed, 500 of them valid and of known effect: all 500 take effect, nothing else changes anything."""

import resource
import sys
from collections.abc import Callable

import pytest
from flask import Flask

from tests.mailroom.fuzz import check, run
from tests.mailroom.sent import with_kinds

MAILS, VALID = 10_000, 504  # the next number that is as many of each kind
GROWTH = 256 * 1024  # KB of the process, over all of it

SETTINGS = {"BOUNCE_ADDRESS": "bounces@choices.example.com", "UNSUBSCRIBE_MAILBOX": "stop@choices.example.com"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the size of a process is counted otherwise elsewhere")
def test_ten_thousand_mails(make_app: Callable[..., Flask]) -> None:
    app = with_kinds(make_app(**SETTINGS))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with app.app_context():
        tally = run(MAILS, VALID, seed=11)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = (
        f"{MAILS} mails: {dict(tally.whats)}",
        f"set aside: {dict(tally.aside)}",
        f"held at most {tally.held} bytes",
    )
    sys.stdout.write("\n".join(("", *told, f"the process grew by {grown} KB", "")))
    with app.app_context():
        check(tally, MAILS, VALID)
    assert grown < GROWTH
