"""Our own misbehaving SMTP server: `python -m tests.bad_mail.server PORT FOLDER SEED`, and what a drill does with it."""

from tests.bad_mail.handle import BadMail
from tests.bad_mail.journal import Line
from tests.bad_mail.modes import MODES, TROUBLES

__all__ = ["MODES", "TROUBLES", "BadMail", "Line"]
