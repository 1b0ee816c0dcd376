"""`flask mail …`: what the mailroom adds to the commands about the site's own mail."""

from app.mailroom.cli.confirming import confirm_ses

__all__ = ["confirm_ses"]
