"""One letter of each message kind and of each of its cases, as the kinds declare them: `sign_in`, `sign_in.review`."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from app.core.feature import Declarations
from app.core.messages import Letter
from app.features import FEATURES


class Examples(Mapping[str, Letter]):
    """The names are known at once; a letter is made when it is asked for, in an application context."""

    made: ClassVar = {
        name: example for kind in Declarations(FEATURES).messages for name, example in kind.examples.items()
    }

    def __getitem__(self, name: str) -> Letter:
        return Letter("ann@example.com", self.made[name]())

    def __iter__(self) -> Iterator[str]:
        return iter(self.made)

    def __len__(self) -> int:
        return len(self.made)


EXAMPLES = Examples()
