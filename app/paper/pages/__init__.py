"""Pages of paper mail that need no cookie."""
