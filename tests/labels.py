"""What tests of paper mail begin with: issues in the calendar, codes of labels, and what stands for a label."""

from datetime import date, timedelta

from app import consent, suppression
from app.channels import Place, label_key, post_keys
from app.consent import MARKETING
from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import fingerprint
from app.paper import PrintRun
from app.topics import Topic, topic_by_slug

NUMBER, ZIP = "00428817", "36301"
LINES = {"name": "Ann Archer", "street": "1 Elm Street", "last_line": "DOTHAN AL 36302"}
PLACE = Place("Ann Archer", "1 Elm Street", "", "DOTHAN", "AL", "36302")


def today() -> date:
    """The day in the shop's zone."""
    return clock.today(settings.current().brand.zone)


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def a_run(
    topic: Topic | str = "horse-catalog", *, pulled: int = -10, until: int = 30, name: str = "Spring issue"
) -> PrintRun:
    """An issue whose list is pulled, and which is in homes until, so many days from today."""
    topic = topic_by_slug(topic) if isinstance(topic, str) else topic
    run = PrintRun(topic_id=topic.id, name=name, created_at=clock.now())
    run.list_pulled_on, run.in_homes_until = in_days(pulled), in_days(until)
    session().add(run)
    session().commit()
    return run


def a_code(slug: str = "horse-catalog", number: str = NUMBER, postal_code: str = ZIP) -> str:
    """The code of a label that came with that topic."""
    key = label_key(number, postal_code)
    mark = fingerprint(settings.current().fingerprint_keys, "post", key, version=2)
    code = suppression.label_codes([mark], topic_by_slug(slug).id, 0)[mark]
    session().commit()
    return code


def of_label(purpose: str = MARKETING, number: str = NUMBER, postal_code: str = ZIP) -> str:
    """The state of a label."""
    return _state(label_key(number, postal_code), purpose)


def of_place(scope: str, purpose: str = MARKETING, place: Place = PLACE) -> str:
    """The state of a name at an address, a household, or an address."""
    return _state(getattr(post_keys(place), scope), purpose)


def _state(key: str, purpose: str) -> str:
    subject = suppression.mark_for_key(key).subject_id
    return consent.current_states(subject).get((purpose, "post"), consent.UNSET)
