"""What the pages of sign-in are given."""

from __future__ import annotations

from datetime import datetime

from flask import render_template, url_for
from flask_babel import gettext as _

from app import links
from app.core.fingerprints import mask
from app.core.forms import empty_address
from app.core.refusals import TooMany
from app.core.settings import current
from app.identity.drafts import errand_of, mark
from app.identity.forms import AskForm, CodeForm
from app.identity.models import SignInRequest
from app.identity.pages.shopper import current_shopper
from app.identity.places import before_what, first_place, page_of, place
from app.identity.proving import TRIES, Opened, WrongCode, address_of, lateness

MINUTES = int(links.SIGN_IN.total_seconds()) // 60
SILENCE_HOURS = int(links.SILENCE.total_seconds()) // 3600


def place_url(place: str) -> str:
    """The address of a place, or of the first page of the menu."""
    endpoint, _hash, section = (place or first_place()).partition("#")
    return url_for(endpoint, _anchor=section or None) if endpoint else "/"


def sign_in_page(form: AskForm) -> str:
    """Ask for a link and a code."""
    item = page_of(form.next.data or "")
    title = item.label if item else None
    return render_template(
        "identity/sign_in.html",
        form=form,
        minutes=MINUTES,
        next=place(form.next.data or ""),
        next_title=title,
        draft=form.draft.data,
        errand=errand_of(form.draft.data),
    )


def again_page(wanted: str, kept: str = "") -> str:
    """Show once more that the mailbox is hers: why, and to which address."""
    shopper = current_shopper()
    return render_template(
        "identity/again.html",
        before=before_what(wanted) or _("Show once more that this mailbox is yours."),
        address=shopper.address if shopper else "",
        fresh_minutes=int(links.FRESH.total_seconds()) // 60,
        minutes=MINUTES,
        next=wanted,
        kept=kept,
    )


def check_inbox_page(asked: SignInRequest, form: CodeForm) -> str:
    """Look at your inbox; the whole address, because this browser typed it."""
    brand, late = current().brand, lateness(asked)
    return render_template(
        "identity/check_inbox.html",
        late=late.value if late else None,
        address=address_of(asked),
        minutes=MINUTES,
        form=form,
        other=empty_address().email,
        tries_left=TRIES - asked.wrong_tries if asked.wrong_tries else None,
        from_address=brand.email,
        subject_example=_("%(code)s is your code for %(name)s", code="000 000", name=brand.name),
        draft=asked.draft,
        next=asked.next_endpoint,
        errand=errand_of(asked.draft),
    )


def wrong_code_page(asked: SignInRequest, form: CodeForm, no: WrongCode | TooMany) -> str:
    """The same page, with what was wrong."""
    day = _("That’s too many wrong codes for this address today. The link in the email still works.")
    wrong = _("That’s not the code in the newest email. Check it and type it again.")
    form.code.errors = [day if isinstance(no, TooMany) else wrong]
    return check_inbox_page(asked, form)


def confirm_page(token: str, opened: Opened) -> str:
    """The button behind a link."""
    return render_template(
        "identity/confirm.html",
        masked=mask(opened.address),
        until=opened.until,
        post_url=url_for("identity.follow", token=token),
        silence_url=url_for("identity.silence", token=token),
        silence_hours=SILENCE_HOURS,
        seen=mark(opened.request.draft),
        errand=errand_of(opened.request.draft),
    )


def ended_page(reason: str, asked: SignInRequest | None, newer_at: datetime | None = None) -> str:
    """A link or code that works no more. The address stands there again only where it was typed."""
    form = AskForm(formdata=None, data={"email": address_of(asked) if asked else ""})
    return render_template(
        "identity/link_ended.html",
        reason=reason,
        newer_at=newer_at,
        minutes=MINUTES,
        form=form,
        next=asked.next_endpoint if asked else "",
        draft=asked.draft if asked else None,
        errand=errand_of(asked.draft) if asked else None,
    )


def silenced_page(opened: Opened, until: datetime) -> str:
    """No more links for a while."""
    return render_template("identity/silenced.html", masked=mask(opened.address), until=until)


def signed_out_page(everywhere: bool) -> str:
    """After signing out."""
    return render_template("identity/signed_out.html", everywhere=everywhere)


def no_cookies_page() -> str:
    """Signing in without cookies cannot work; stopping can."""
    return render_template("identity/no_cookies.html")
