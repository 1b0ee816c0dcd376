"""Stopping mail: by typed address, by mail program's one click, by the page of a link."""

from app.unsubscribe.feature import feature

__all__ = ["feature"]
