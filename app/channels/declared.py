"""The one list of channels."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.core.feature import refuse_duplicates
from app.core.refusals import BadQuestion


@dataclass(frozen=True)
class Channel:
    """A way to reach a person. `name` is stored; `title` is shown."""

    name: str
    title: LazyString


CHANNELS = (
    Channel("email", _l("Email")),
    Channel("post", _l("Paper mail")),
)
refuse_duplicates("channel", (one.name for one in CHANNELS))


def channel(name: str) -> Channel:
    """The channel of that name. Raises BadQuestion for any other."""
    for one in CHANNELS:
        if one.name == name:
            return one
    raise BadQuestion(f"There is no channel {name!r}. Channels: {', '.join(one.name for one in CHANNELS)}.")
