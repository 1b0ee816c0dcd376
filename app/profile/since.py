"""The one refusal of an undo."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.refusals import Refusal


class ChangedSince(Refusal):
    """The same thing was changed again, and taking back the older change would lose the newer one."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_l("This was changed again since, so we left it as it is now. You can change it below."))
