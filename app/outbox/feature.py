"""What the outbox declares. The clean-ups of core stand here too: core has no jobs of its own."""

from app.core.feature import Feature, Job
from app.outbox.cli import jobs, worker
from app.outbox.jobs import deliver_due, drop_expired, forget_claims, forget_done, forget_limits
from app.outbox.pages import bp
from app.outbox.service import post

feature = Feature(
    "outbox",
    blueprints=(bp,),
    commands=(worker, jobs),
    jobs=(
        Job("outbox-sweep", 1, deliver_due),
        Job("outbox-expire", 1, drop_expired),
        Job("outbox-forget", 24 * 60, forget_done),
        Job("claims-forget", 60, forget_claims),
        Job("limits-forget", 60, forget_limits),
    ),
    post=post,
)
