"""What is due about merges, and what a person's record says of them."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import people
from app.core.desk import Due
from app.dossier.sides import count_waiting


def merges_due() -> Due | None:
    """Proposals that wait for a decision."""
    count = count_waiting()
    if not count:
        return None
    strong = ngettext(
        "%(num)d pair of records may be one person.", "%(num)d pairs of records may be one person.", count
    )
    return Due(count, strong, _("Say whether they are one or two."), url_for("merges.merges"), _("Open merges"))


def merged_records(person_id: int) -> str | None:
    """For her record at the desk: which records were merged into it."""
    references = [subject[: people.REFERENCE] for subject in people.subjects_of(person_id)[1:]]
    if not references:
        return None
    return ngettext(
        "One other record: %(names)s", "%(num)d other records: %(names)s", len(references), names=", ".join(references)
    )
