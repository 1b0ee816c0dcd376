"""What the pages of an e-mail change are given."""

from __future__ import annotations

from flask import render_template, url_for

from app import links
from app.core.fingerprints import mask
from app.core.forms import AddressForm
from app.identity.email_change import Asked, waiting
from app.identity.sessions import Shopper

HOURS = int(links.EMAIL_CHANGE.total_seconds()) // 3600
DAYS = links.EMAIL_REVERT.days


def form_page(shopper: Shopper, form: AddressForm) -> str:
    """The address she has, the one on its way, and a form for another."""
    asked = waiting(shopper.person_id)
    return render_template(
        "identity/email.html",
        address=shopper.address,
        waiting=asked.new if asked else None,
        until=asked.change.ends_at if asked else None,
        form=form,
        hours=HOURS,
        days=DAYS,
    )


def confirm_page(token: str, asked: Asked) -> str:
    """The button in the new mailbox. The old address is not named: this one may have been mistyped."""
    return render_template(
        "identity/email_confirm.html",
        masked=mask(asked.new),
        until=asked.change.ends_at,
        post_url=url_for("identity.confirm_email", token=token),
    )


def changed_page(new: str) -> str:
    """It is done."""
    return render_template("identity/email_changed.html", masked=mask(new), days=DAYS)


def revert_page(token: str, asked: Asked) -> str:
    """The way back, for the old mailbox."""
    at = asked.change.confirmed_at
    assert at is not None, "only a change that was made has a way back"
    return render_template(
        "identity/email_back.html",
        old=mask(asked.old),
        new=mask(asked.new),
        at=at,
        until=at + links.EMAIL_REVERT,
        post_url=url_for("identity.revert_email", token=token),
    )


def reverted_page(asked: Asked) -> str:
    """The old address is back."""
    return render_template("identity/email_reverted.html", old=mask(asked.old))


def over_page(why: str) -> str:
    """A link that works no more."""
    return render_template("identity/email_over.html", why=why, hours=HOURS, days=DAYS)
