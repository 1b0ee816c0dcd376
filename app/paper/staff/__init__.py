"""Pages of the desk about paper mail."""
