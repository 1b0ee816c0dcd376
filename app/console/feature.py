"""What the console package declares."""

from app.console import digest
from app.console.jobs import staff_digest
from app.console.pages import bp
from app.core.feature import Feature, Job, MessageKind

feature = Feature(
    "console",
    blueprints=(bp,),
    jobs=(Job("staff-digest", 5, staff_digest),),
    messages=(MessageKind(digest.KIND, "at_least_once", digest.compose),),
)
