"""Take my data with me: ask, see how far it is, download once. Every page works without JavaScript."""

from __future__ import annotations

import re
from datetime import datetime

from flask import Blueprint, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import identity, links, people
from app.core import clock, limits, settings
from app.core.database import session
from app.core.fingerprints import match_key
from app.core.signing import BadToken
from app.dossier import copies
from app.dossier.copies import CopyGone
from app.dossier.mail import HOURS, copy_in, token_for
from app.identity import Shopper

bp = Blueprint("dossier", __name__)
Answer = str | tuple[str, int] | Response
_MINUTES = int(links.FRESH.total_seconds()) // 60


@bp.get("/profile/copy")
@identity.fresh_proof_required
def page() -> Answer:
    """What a copy holds, how far hers is, and the button."""
    return _page()


@bp.post("/profile/copy")
@identity.fresh_proof_required
def ask() -> Answer:
    """Make my copy. A second press finds the one that is being made."""
    here = _here()
    if not copies.is_open(copies.newest_of(here.person_id)):
        taken = limits.take(copies.COPIES, here.subject_id)
        if not taken.within:
            return _page(too_many_until=taken.retry_at), 429
        copies.ask(here.person_id, _destination_of(here))
    session().commit()
    return redirect(url_for("dossier.page"), 303)


@bp.get("/profile/copy/<token>")
def link(token: str) -> Answer:
    """The link in the mail: one button for whoever is signed in as that person; a stranger signs in first."""
    here = identity.current_shopper()
    if here is None:
        copy_in(token)
        return redirect(url_for("identity.sign_in", next="dossier.page"), 303)
    copy = copies.newest_of(here.person_id)
    if copy is None or copy.id != copy_in(token) or not copy.is_ready:
        raise CopyGone(_("That copy is not here any more. It could be downloaded once, within a day."))
    return _page()


@bp.post("/profile/copy/<token>")
@identity.shopper_required
def take(token: str) -> Answer:
    """The file, once. A session is at most 8 hours old, so the proof behind it is of today."""
    file = copies.take(copy_in(token), _here().person_id)
    session().commit()
    answer = send_file(file, "application/zip", as_attachment=True, download_name=_file_name())
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.errorhandler(CopyGone)
@bp.errorhandler(BadToken)
def gone(_no: CopyGone | BadToken) -> Answer:
    """A link that works no more, with the way to a new copy."""
    session().rollback()
    return render_template("dossier/gone.html", hours=HOURS), 410


def _page(too_many_until: datetime | None = None) -> str:
    copy = copies.newest_of(_here().person_id)
    return render_template(
        "dossier/page.html",
        copy=copy,
        is_open=copies.is_open(copy),
        token=token_for(copy) if copy is not None and copy.is_ready else "",
        too_many_until=too_many_until,
        most=copies.A_DAY,
        hours=HOURS,
        fresh_minutes=_MINUTES,
    )


def _here() -> Shopper:
    found = identity.current_shopper()
    assert found is not None, "the guard stands before"
    return found


def _destination_of(here: Shopper) -> int:
    """The address she proved a few minutes ago."""
    person = people.person_by_id(here.person_id)
    held = [one.id for one in (person.destinations if person else ()) if one.match_key == match_key(here.address)]
    return held[0] if held else 0


def _file_name() -> str:
    """`jeffers-pet-2026-08-15.zip`."""
    brand = settings.current().brand
    name = re.sub(r"[^a-z0-9]+", "-", brand.name.lower()).strip("-") or "my-data"
    return f"{name}-{clock.today(brand.zone).isoformat()}.zip"
