"""What the mailroom declares."""

from app.core import commands
from app.core.desk import Duty
from app.core.feature import Feature, Job
from app.core.personal_data import PersonalData
from app.mailroom import cli, duties, personal
from app.mailroom.api import bp as hooks
from app.mailroom.jobs import fetch_mail, forget_mail
from app.mailroom.staff import aside, drafts, proposals
from app.mailroom.staff.blueprint import bp as desk
from app.staff import Permission

# Importing a module of pages or commands registers them; here they are named, so that none is forgotten.
PAGES, COMMANDS = (aside, drafts, proposals), (cli.confirm_ses, cli.fetch, cli.receive)

feature = Feature(
    "mailroom",
    blueprints=(desk, hooks),
    commands=(commands.mail,),
    jobs=(Job("mail-fetch", 5, fetch_mail), Job("mail-forget", 24 * 60, forget_mail)),
    duties=(
        Duty("stop-proposals", Permission.CHOICES_RECORD, duties.stops_to_decide),
        Duty("request-drafts", Permission.PRIVACY_ANSWER, duties.requests_to_take_up),
        Duty("mail-aside", Permission.MAIL_TEND, duties.mail_set_aside),
    ),
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
