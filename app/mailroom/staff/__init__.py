"""Pages of the desk about mail that came in."""
