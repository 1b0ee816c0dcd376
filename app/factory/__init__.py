"""The factory: settings, extensions, features and error pages become one application."""

from app.factory.create import create_app

__all__ = ["create_app"]
