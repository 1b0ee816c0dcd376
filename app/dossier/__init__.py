"""The dossier: a copy of one's own data, and records of one person that become one."""

from app.dossier.feature import feature
from app.dossier.merging import CannotMerge, Why, decide, propose
from app.dossier.pairs import likely_pairs
from app.dossier.parting import part

__all__ = ["CannotMerge", "Why", "decide", "feature", "likely_pairs", "part", "propose"]
