"""Console: the desk's own pages: what is due today, finding people, accounts, topics, the audit trail."""

from app.console.feature import feature

__all__ = ["feature"]
