"""What the unsubscribe package declares."""

from flask_babel import lazy_gettext as _l

from app.core.feature import Feature, LinkKind, MenuItem
from app.unsubscribe.cli import commands
from app.unsubscribe.pages import bp

feature = Feature(
    "unsubscribe",
    blueprints=(bp,),
    commands=(commands,),
    links=(LinkKind("stop", "stop", None),),
    menu=(MenuItem("footer", _l("Start page"), "unsubscribe.home", 10),),
)
