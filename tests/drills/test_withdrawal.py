"""A withdrawal that was not acknowledged changed nothing; one that was, holds on the next request, in every process."""

import sys

import pytest

from tests.drills.site import Site
from tests.drills.withdrawal import ANOTHERS, HERS, Author, Seen, killed_while_waiting

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found and killed by /proc")
BOTH = Seen(frozenset({HERS, ANOTHERS}), "3.0", (2, 3.0))
ONE = Seen(frozenset({ANOTHERS}), "5.0", (1, 5.0))
LOOKS = 12  # over two web processes, each over a connection of its own


def test_killed_before_its_commit_a_withdrawal_changes_nothing_and_after_it_all_agree(site: Site) -> None:
    site.start()
    author = Author(site)
    assert author.look() == BOTH
    assert killed_while_waiting(site, author)
    assert {author.look() for _ in range(LOOKS)} == {BOTH}
    assert author.withdraw() == 303
    assert {author.look() for _ in range(LOOKS)} == {ONE}
    site.kill_all()
    assert {author.look() for _ in range(LOOKS)} == {ONE}
