"""What the outbox declares. The clean-ups of core stand here too: core has no jobs of its own."""

from app.core.commands import mail
from app.core.desk import Duty, Number
from app.core.feature import Feature, Job
from app.outbox import staff
from app.outbox.cli import jobs, worker
from app.outbox.desk_duties import mail_left, mail_set_aside, mail_stuck
from app.outbox.jobs import deliver_due, drop_expired, forget_claims, forget_done, forget_limits
from app.outbox.lint.cli import lint
from app.outbox.pages import bp
from app.outbox.service import post
from app.staff import Permission

mail.add_command(lint)
feature = Feature(
    "outbox",
    blueprints=(bp, staff.bp),
    commands=(worker, jobs, mail),
    jobs=(
        Job("outbox-sweep", 1, deliver_due),
        Job("outbox-expire", 1, drop_expired),
        Job("outbox-forget", 24 * 60, forget_done),
        Job("claims-forget", 60, forget_claims),
        Job("limits-forget", 60, forget_limits),
    ),
    duties=(
        Duty("mail-stuck", Permission.MAIL_TEND, mail_stuck),
        Duty("mail-set-aside", Permission.MAIL_TEND, mail_set_aside),
    ),
    numbers=(Number("mail-left", (Permission.MAIL_TEND,), mail_left),),
    post=post,
)
