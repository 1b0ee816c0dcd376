"""What the mailroom declares."""

from app.core import commands
from app.core.feature import Feature
from app.core.personal_data import PersonalData
from app.mailroom import cli, personal

# Importing a module of commands registers them; here they are named, so that none is forgotten.
COMMANDS = (cli.receive,)

feature = Feature(
    "mailroom",
    commands=(commands.mail,),
    personal_data=(
        PersonalData(
            "stop_proposal",
            "mails of yours that looked like a stop",
            personal.export_proposals,
            personal.erase_proposals,
            order=20,
        ),
        PersonalData(
            "request_draft",
            "mails of yours under a subject line of our policy",
            personal.export_drafts,
            personal.erase_drafts,
            order=20,
        ),
        PersonalData(
            "mail_aside",
            "mail nobody could read",
            personal.no_rows,
            None,
            kept_because="Nobody could read who sent it. It is encrypted, and forgotten after 30 days.",
        ),
    ),
)
