"""The short address on a label: what it stands for, and its stop."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from app import consent, suppression
from app.consent import Act, Change, Written
from app.core.refusals import NotFound
from app.suppression import LabelCode


class UnknownCode(NotFound):
    """No label has that code, or it was cut short."""


def read_code(text: str) -> LabelCode:
    """What a code stands for, as it is printed or as a hand copies it. Raises UnknownCode. Changes nothing."""
    code = suppression.read_label_code(text)
    if code is None:
        raise UnknownCode(_("We can’t read this code. A part of it may be missing."))
    return code


def stop_code(code: LabelCode, changes: Iterable[Change], act: Act) -> Written:
    """Stop what comes to the label of a code. Flushes."""
    return consent.stop_label_of(suppression.mark_for_link(code.fingerprint), changes, act)


def subject_of(code: LabelCode) -> str:
    """The subject behind the label of a code. Flushes."""
    return suppression.mark_for_link(code.fingerprint).subject_id
