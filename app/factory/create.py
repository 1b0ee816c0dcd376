"""`create_app`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import click
from flask import Flask
from flask_babel import Babel
from redis.backoff import NoBackoff
from redis.retry import Retry

from app.core import assets, logs, web
from app.core.database import init_database
from app.core.feature import Declarations, Feature
from app.core.limits import flood
from app.core.settings import ROOT, Settings
from app.factory import doctor, errors, health, pages, setup
from app.factory.templates import compiled_once
from app.features import FEATURES
from app.staff import TwoCookies, check_pages

THREADS = 8
LIMITS_WITHIN: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 0)}


def create_app(settings: Settings | None = None, features: Iterable[Feature] = FEATURES) -> Flask:
    """The application. Settings come from the environment unless given. Raises BadSetting with one clear line."""
    settings = settings or Settings.from_environ(os.environ)
    logs.init_logs(settings)
    app = Flask("app", template_folder=str(ROOT / "templates"), static_folder=None)
    app.extensions["settings"] = settings
    app.extensions["declarations"] = declarations = Declarations(tuple(features))
    _configure(app, settings)
    app.session_interface = TwoCookies()
    init_database(app, settings.database_url, pool_size=THREADS + 1)
    web.init_web(app, settings)
    flood.init_app(app)
    Babel(app, default_locale="en", default_timezone="UTC")
    pages.init_pages(app)
    errors.init_errors(app)
    app.register_blueprint(health.bp)
    for command in (setup.migrate, doctor.doctor):
        app.cli.add_command(_refusing(command))
    for feature in declarations.features:
        _install(app, feature)
    check_pages(app)
    found = assets.assets_in(ROOT / "static")
    app.extensions["assets"] = found
    found.serve(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_keys[0],
        SESSION_COOKIE_NAME=web.cookie_name(settings),
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=200_000,
        MAX_FORM_PARTS=500,
        RATELIMIT_STORAGE_URI=settings.limits_url,
        # A Redis that is away costs a second, and then each process counts by itself until it is back.
        RATELIMIT_STORAGE_OPTIONS=LIMITS_WITHIN if settings.limits_url.startswith("redis") else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        PREFERRED_URL_SCHEME="https" if settings.is_https else "http",
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "bytecode_cache": compiled_once}
    app.url_map.strict_slashes = False  # a redirect would break a one-click POST


def _install(app: Flask, feature: Feature) -> None:
    for check in feature.at_start:
        check()
    for blueprint in feature.blueprints:
        app.register_blueprint(blueprint)
    for command in feature.commands:
        app.cli.add_command(_refusing(command))


def _refusing(command: click.Command) -> click.Command:
    """Refusals of the domain end a command with one line and their exit code, never a traceback."""
    errors.wrap_command(command)
    return command
