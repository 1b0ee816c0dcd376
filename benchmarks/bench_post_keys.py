"""How many postal keys a second one process makes, and where the time goes by kind of address.

    .venv/bin/python -m benchmarks.bench_post_keys [addresses]

A mail house's file of a million addresses must not wait for its keys. Times are of this machine; the aim is 20,000 a second.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from app.channels import Place, post_keys

KINDS = (
    ("{} North Main Street", ""),
    ("{} Oak Ave", "Apt {}B"),
    ("{} Twenty-First St SW #{}", ""),
    ("{} County Road 12", ""),
    ("RR 2 Box {}", ""),
    ("P.O. Box {}", ""),
)


def addresses(count: int) -> Iterator[Place]:
    """Addresses of every kind, each with a number of its own."""
    for number in range(count):
        street, second = KINDS[number % len(KINDS)]
        lines = street.format(number, number % 50), second.format(number % 50)
        yield Place("Ann B. Archer", *lines, "Dothan", "AL", f"{number % 100_000:05}-1234")


def main(count: int) -> None:
    """One line: how many keys, how many a second, how many are different."""
    began = time.perf_counter()
    different = len({post_keys(place).address for place in addresses(count)})
    seconds = time.perf_counter() - began
    print(f"{count:,} addresses in {seconds:.1f} s: {count / seconds:,.0f} a second, {different:,} different")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
