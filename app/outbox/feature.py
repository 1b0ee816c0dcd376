"""What the outbox declares. The clean-ups of core stand here too: core has no jobs of its own."""

from app.core.commands import mail
from app.core.feature import Feature, Job
from app.outbox.cli import jobs, worker
from app.outbox.jobs import deliver_due, forget_claims, forget_done, forget_limits
from app.outbox.lint.cli import lint
from app.outbox.pages import bp
from app.outbox.service import post

mail.add_command(lint)
feature = Feature(
    "outbox",
    blueprints=(bp,),
    commands=(worker, jobs, mail),
    jobs=(
        Job("outbox-sweep", 1, deliver_due),
        Job("outbox-forget", 24 * 60, forget_done),
        Job("claims-forget", 60, forget_claims),
        Job("limits-forget", 60, forget_limits),
    ),
    post=post,
)
