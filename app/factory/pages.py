"""What every template knows: brand, menus, assets, dates in the shop's zone; and the brand's colours as a style sheet."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from flask import Flask, Response, current_app, make_response, request, url_for
from flask_babel import get_locale
from werkzeug.local import LocalProxy

from app.core.assets import Assets
from app.core.brand import Brand
from app.core.feature import MenuItem, declared
from app.core.settings import current
from app.core.web import has_session
from app.identity import current_shopper
from app.staff import desk

_NBSP = "\u00a0"


def init_pages(app: Flask) -> None:
    """Register filters, context and the brand's style sheet."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.context_processor(_context)
    app.add_template_filter(day)
    app.add_template_filter(short_day)
    app.add_template_filter(iso_day)
    app.add_template_filter(clock_time, "clock")
    app.add_url_rule("/brand.css", "brand_css", brand_css)


def _context() -> dict[str, Any]:
    assets = current_app.extensions["assets"]
    assert isinstance(assets, Assets)
    return {
        "brand": current().brand,
        "asset": assets.url,
        "lang": str(get_locale() or "en"),
        "footer_links": menu("footer"),
        # Asked for only by pages that show them: the page of a broken database must not ask it who is signed in.
        "signed_in_as": LocalProxy(_signed_in_as),
        "menu": LocalProxy(_shopper_menu),
        "desk": LocalProxy(desk),
        "has_session": has_session,
        "page_path": request.path,
        "brand_css_url": url_for("brand_css", v=_css_version()),
    }


def _signed_in_as() -> str | None:
    shopper = current_shopper()
    return shopper.address if shopper else None


def _shopper_menu() -> list[dict[str, Any]]:
    return menu("shopper") if current_shopper() else []


def menu(place: str) -> list[dict[str, Any]]:
    """The entries of a menu with their addresses, and which one is open."""
    return [_entry(item) for item in declared().menu(place)]


def _entry(item: MenuItem) -> dict[str, Any]:
    url = url_for(item.endpoint, _anchor=item.anchor or None)
    return {
        "label": item.label,
        "title": item.label,
        "text": item.text,
        "icon": item.icon,
        "url": url,
        # A page behind an entry belongs to it too: one of her reviews to her reviews.
        "current": "page"
        if request.endpoint == item.endpoint
        else "true"
        if request.path.startswith(f"{url}/")
        else "",
    }


def day(value: date | datetime) -> str:
    """August 15, 2026, in the shop's zone."""
    return format_date(_local(value), "long", locale=str(get_locale() or "en_US"))


def short_day(value: date | datetime) -> str:
    """Aug 15."""
    return format_date(_local(value), "MMM d", locale=str(get_locale() or "en_US"))


def iso_day(value: date | datetime) -> str:
    """2026-08-15, in the shop's zone: for `<time>`."""
    return _local(value).isoformat()


def clock_time(value: datetime) -> str:
    """10:31 a.m., in the shop's zone."""
    local = value.astimezone(current().brand.zone)
    text = format_datetime(local, "h:mm", locale="en_US")
    return f"{text}{_NBSP}{'a.m.' if local.hour < 12 else 'p.m.'}"


def _local(value: date | datetime) -> date:
    return value.astimezone(current().brand.zone).date() if isinstance(value, datetime) else value


def brand_css() -> Response:
    """The brand's colour tokens. Its address carries a hash, so browsers keep it."""
    answer = make_response(_css(current().brand))
    answer.mimetype = "text/css"
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _css(brand: Brand) -> str:
    def tokens(side: int) -> str:
        return "".join(f"--{name.replace('_', '-')}:{pair[side]};" for name, pair in sorted(brand.colours.items()))

    if not brand.colours:
        return "/* the colours of static/site.css */\n"
    # In a layer of its own, which site.css puts above its tokens and below its print rules.
    dark = f"@media (prefers-color-scheme: dark){{:root{{{tokens(1)}}}}}"
    return f"@layer brand{{:root{{{tokens(0)}}}{dark}}}\n"


def _css_version() -> str:
    return hashlib.sha256(_css(current().brand).encode()).hexdigest()[:10]
