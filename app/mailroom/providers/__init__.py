"""Mail providers whose webhooks we take. Adding one is a file here and a name in PROVIDERS: docs/recipes.md."""

from app.mailroom.providers.base import Provider
from app.mailroom.providers.postmark import Postmark
from app.mailroom.providers.ses import Ses

PROVIDERS: tuple[Provider, ...] = (Ses(), Postmark())

__all__ = ["PROVIDERS", "Provider"]
