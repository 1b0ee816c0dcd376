"""Paper mail: what goes to the mail house."""

from app.paper.export_batch import note_gone
from app.paper.feature import feature

__all__ = ["feature", "note_gone"]
