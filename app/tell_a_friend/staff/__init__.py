"""Pages of the desk about notes to friends."""
