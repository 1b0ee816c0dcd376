"""The stories, in a real browser against a site that really listens."""
