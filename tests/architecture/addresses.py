"""What stands in the place of each argument when every address of the site is opened."""

from collections.abc import Callable

from sqlalchemy import select

from app import dossier, links, outbox, people, staff, topics
from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import canonical_email, fingerprint
from app.dossier import Why
from app.dossier.models import PersonMerge
from app.identity.email_change import new_change
from app.people import person_by_address
from app.products import Product
from app.reviews import Review
from app.reviews.standing import settle, versions_of
from tests.browser import Browser
from tests.labels import a_code, a_run
from tests.makers import a_person
from tests.profile.knowing import an_animal
from tests.reviews.writing import a_product, a_review
from tests.sign_in import ANN, ask, hand_over, link_path


def stop_links(_browser: Browser) -> list[str]:
    mark = fingerprint(settings.current().fingerprint_keys, "email", canonical_email(ANN))
    return [links.stop_token(links.StopLink(mark)), links.stop_token(links.StopLink(mark, topic_id=1)), "garbage"]


def refusals(browser: Browser) -> list[str]:
    mark = fingerprint(settings.current().fingerprint_keys, "email", canonical_email(ANN))
    return [links.stop_token(links.StopLink(mark, 0, 1, "refusal")), *stop_links(browser)]


def sign_in_links(browser: Browser) -> list[str]:
    ask(browser)
    return [link_path(hand_over(browser)).rpartition("/")[2], "garbage"]


def changes(kind: str) -> list[str]:
    """A token of that kind for a change that waits, or was made."""
    person = person_by_address(ANN) or a_person(ANN)
    change = new_change(person.destinations[0], ANN, "new@example.net")
    change.ends_at = clock.now() + links.EMAIL_CHANGE
    change.confirmed_at = clock.now() if kind == "email-revert" else None
    session().commit()
    return [links.prove(kind, {"change": change.id}), "garbage"]


def invitations(_browser: Browser) -> list[str]:
    link = staff.invite("new@example.com", staff.Role.MODERATOR, "test")
    session().commit()
    return [link.rpartition("/")[2], "garbage"]


def resets(_browser: Browser) -> list[str]:
    """Garbage alone: the link of a member is looked at in tests/staff/test_reset.py."""
    return ["garbage"]


def mails(browser: Browser) -> list[str]:
    ask(browser)
    outbox.deliver_due()
    kept = [path.stem for path in settings.current().inbox_folder.glob("*.eml")]
    assert kept
    return [*kept, "garbage"]


def products(browser: Browser) -> list[str]:
    """A product with a public review, by whoever is signed in here."""
    found = session().scalar(select(Product).where(Product.slug == "bucket")) or a_product("bucket")
    review = a_review(person_by_address(ANN) or a_person(ANN), found)
    versions_of(review)[0].published_at = review.created_at
    settle(review)
    session().commit()
    return [found.slug, "garbage"]


def reviews(browser: Browser) -> list[str]:
    products(browser)
    return [*map(str, session().scalars(select(Review.id))), "999", "9" * 30]


def phone_numbers(_browser: Browser) -> list[str]:
    person = person_by_address(ANN) or a_person(ANN)
    people.set_phones([(person, {"number": "+13345550101"})])
    session().commit()
    return [*(str(one.id) for one in people.phones_of(person)), "999"]


def postal_numbers(_browser: Browser) -> list[str]:
    person = person_by_address(ANN) or a_person(ANN)
    place = {"street": "1 Elm St", "city": "Dothan", "state": "AL", "postal_code": "36302", "country": "US"}
    people.set_postal_addresses([(person, place)])
    session().commit()
    return [*(str(one.id) for one in person.postal_addresses), "999"]


def topic_numbers(_browser: Browser) -> list[str]:
    return [str(topic.id) for topic in topics.every_topic()[:1]] + ["999"]


def codes(_browser: Browser) -> list[str]:
    return [a_code(), a_code().upper(), "garbage"]


def people_numbers(_browser: Browser) -> list[str]:
    person = person_by_address(ANN) or a_person(ANN)
    return [str(person.id), "999"]


def animal_numbers(_browser: Browser) -> list[str]:
    animal = an_animal(person_by_address(ANN) or a_person(ANN))
    return [str(animal.id), "999"]


def merges(_browser: Browser) -> list[str]:
    one, two = (person_by_address(each) or a_person(each) for each in (ANN, "ann@example.org"))
    found = session().scalar(select(PersonMerge.id)) or dossier.propose(one.id, two.id, Why.TOLD, "system").id
    session().commit()
    return [str(found), "999"]


def message_numbers(browser: Browser) -> list[str]:
    ask(browser)
    return [*map(str, session().scalars(select(outbox.Message.id))), "999"]


# What stands for the argument of an address: something that exists where it can, and something that does not.
ARGUMENTS: dict[str, Callable[[Browser], list[str]]] = {
    "/friend/<token>": refusals,
    "/u/<token>": refusals,
    "/u/<token>/why": refusals,
    "/email/<token>": lambda _browser: changes("email-change"),
    "/email/back/<token>": lambda _browser: changes("email-revert"),
    "/in/<token>": sign_in_links,
    "/staff/invitation/<token>": invitations,
    "/staff/reset/<token>": resets,
    "/profile/addresses/<int(max=2147483647):address_id>": postal_numbers,
    "/profile/phones/<int(max=2147483647):phone_id>": phone_numbers,
    "/staff/people/<int(max=2147483647):number>": people_numbers,
    "/staff/phone/people/<int(max=2147483647):number>": people_numbers,
    "/staff/phone/people/<int(max=2147483647):number>/address": people_numbers,
    "/staff/phone/people/<int(max=2147483647):number>/phone": people_numbers,
    "/staff/phone/stops/<reference>": lambda _browser: ["JP-S-7Q2M-40", "garbage"],
    "/staff/topics/<int(max=2147483647):number>": topic_numbers,
    "/profile/animals/<int(max=2147483647):animal_id>": animal_numbers,
    "/profile/use/<what>": lambda _browser: ["animals", "interests", "garbage"],
    "/profile/copy/<token>": lambda _browser: [links.prove("own-copy", {"copy": 1}), "garbage"],
    "/staff/merges/<int(max=2147483647):number>": merges,
    "/staff/mail/<int(max=9223372036854775807):number>": message_numbers,
    "/dev/inbox/<mail>": mails,
    "/dev/inbox/<mail>/frame": mails,
    "/products/<slug>": products,
    "/products/<slug>/tell": products,
    "/products/<slug>/tell-a-friend/sent": products,
    "/products/<slug>/tell-a-friend/tomorrow": products,
    "/products/<slug>/tell-a-friend/not-sent/<any(canada, closed):why>": lambda browser: [
        f"{slug}/tell-a-friend/not-sent/{why}" for slug in products(browser) for why in ("canada", "closed")
    ],
    "/products/<slug>/reviews/<int:review_id>/report": lambda browser: [
        f"bucket/reviews/{one}" for one in reviews(browser)
    ],
    "/reviews/<int:review_id>": reviews,
    "/staff/stops/bursts/<int:number>": lambda _browser: ["1", "999"],
    "/staff/reviews/<int(max=9223372036854775807):version_id>": lambda _browser: ["1", "999"],
    "/m/<code>": codes,
    "/M/<code>": codes,
    "/m/<code>/report": codes,
    "/M/<code>/report": codes,
    "/staff/print-calendar/<int(max=2147483647):number>": lambda _browser: [str(a_run().id), "999"],
    "/privacy/<int:number>": lambda _browser: ["1", "999"],
}
