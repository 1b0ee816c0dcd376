"""Policies: what was promised, by version."""

from app.policies.feature import feature
from app.policies.service import altered_versions, current_version, store_policies

__all__ = ["altered_versions", "current_version", "feature", "store_policies"]
