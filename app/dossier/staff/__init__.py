"""Pages of the desk about records that may be one person."""
