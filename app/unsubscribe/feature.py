"""What the unsubscribe package declares."""

from flask_babel import lazy_gettext as _l

from app.core.feature import Feature, LinkKind, MenuItem
from app.unsubscribe.pages import bp

feature = Feature(
    "unsubscribe",
    blueprints=(bp,),
    links=(LinkKind("stop", "stop", None),),
    menu=(MenuItem("footer", _l("Start page"), "unsubscribe.home", 10),),
)
