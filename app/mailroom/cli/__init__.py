"""`flask mail …`: what the mailroom adds to the commands about the site's own mail."""

from app.mailroom.cli.confirming import confirm_ses
from app.mailroom.cli.fetching import fetch
from app.mailroom.cli.receiving import receive

__all__ = ["confirm_ses", "fetch", "receive"]
