"""`mail lint`: every kind of mail the site sends, rendered from its example and looked at. Findings say what to do."""

from app.outbox.lint.looking import look_at, look_at_all
from app.outbox.lint.sample import Finding, Looked, Sample

__all__ = ["Finding", "Looked", "Sample", "look_at", "look_at_all"]
