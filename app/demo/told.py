"""One thing learned about a demo person, as a plain value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

What = Literal["address", "animal", "answer", "facts", "name", "phone", "say", "told_phone"]


@dataclass(frozen=True)
class Learned:
    """At a moment, about whom, what, and its details: app/demo/learning.py reads them."""

    at: datetime
    address: str
    what: What
    cells: Mapping[str, Any]
