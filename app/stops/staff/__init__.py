"""Pages of the desk about stops."""
