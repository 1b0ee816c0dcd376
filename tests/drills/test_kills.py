"""Every process of the site is killed with -9 while 3,000 people press stop. What was acknowledged holds."""

import sys
from pathlib import Path

import pytest

from tests.drills.defect import hasty_build
from tests.drills.drill import CONTROLS, POSTS, ROUNDS, run_drill
from tests.drills.site import Site
from tests.postgres import Server

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found and killed by /proc")


def test_no_acknowledged_stop_is_lost_or_counted_twice_whatever_is_killed(site: Site, server: Server | None) -> None:
    shop, report = run_drill(site, server)
    assert report.allowed_before == {*shop.stopping, *shop.staying}
    assert len(report.kills) == (5 if server else 4)
    assert set(report.kills.values()) == {ROUNDS}
    assert sorted(report.acknowledged) == sorted(shop.stopping)
    assert not report.lost
    assert not report.twice
    assert report.allowed_after == set(shop.staying)
    assert f"{POSTS * 2 + CONTROLS} lines" in site.command("consent", "verify")


def test_the_drill_finds_a_build_that_acknowledges_before_it_commits(
    site: Site, server: Server | None, tmp_path: Path
) -> None:
    site.root = hasty_build(tmp_path)
    shop, report = run_drill(site, server)
    assert sorted(report.acknowledged) == sorted(shop.stopping)
    assert report.lost
    assert report.allowed_after > set(shop.staying)
