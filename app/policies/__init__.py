"""Policies: what was promised, by version."""

from app.policies.feature import feature
from app.policies.service import current_version, store_policies

__all__ = ["current_version", "feature", "store_policies"]
