"""A thousand mails, most of them garbage. The full ten thousand are in tests/drills/test_mail_fuzz.py."""

import pytest
from flask import Flask

from tests.mailroom.fuzz import check, run


def test_valid_mails_among_garbage_take_effect_and_nothing_else_does(shop: Flask) -> None:
    tally = run(1000, 48, seed=5)
    check(tally, 1000, 48)


@pytest.mark.parametrize("seed", [1, 2])
def test_garbage_alone_changes_nothing(shop: Flask, seed: int) -> None:
    tally = run(150, 0, seed)
    assert not tally.methods and not tally.undeliverable and not tally.drafts and not tally.proposals
    assert {did for _kind, did in tally.events} <= {"unmatched"}
