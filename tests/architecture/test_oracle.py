"""The oracle shares no code with what it judges."""

from tests.architecture.source import ROOT, Source

STANDARD = {"__future__", "dataclasses", "datetime", "zoneinfo"}


def test_the_oracle_imports_nothing_from_the_product() -> None:
    source = Source(ROOT / "tests" / "oracle" / "oracle.py")
    imported = {module for module, _names, _line in source.imports()}
    assert imported == STANDARD
