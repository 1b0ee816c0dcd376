"""What the forms of phones and postal addresses share."""

from __future__ import annotations

import re
import unicodedata

_NEVER = ("Cc", "Cf", "Cs", "Co")  # controls, marks of direction, halves of a character: nobody types them
_LONGEST = 500  # far above every column; what is longer is told so, not stored


def one_line(typed: str | None) -> str:
    """What was typed as one line of text without what cannot be seen."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", (typed or "")[:_LONGEST]))
    return "".join(char for char in text if unicodedata.category(char) not in _NEVER).strip()
