"""Reviews for tests: written, decided, the way the pages do it but without them."""

from typing import Any

from app.consent import Act
from app.core import clock
from app.core.database import session
from app.people import Person
from app.products import Product
from app.purchases import Order, OrderLine
from app.reviews import Review, Sent, Words, write
from app.reviews.deciding import Verdict, What, claim, decide
from app.reviews.models import ReviewDecision, ReviewTally
from app.reviews.rules import Reason
from app.reviews.standing import COUNTED, versions_of
from app.staff import SignedIn

GOOD = "Froze solid more than once and popped right back."


def a_product(slug: str = "bucket", **fields: Any) -> Product:
    """A product of the shop."""
    values = {"sku": f"JP-{slug}", "title": slug.replace("-", " ").title(), "added_at": clock.now(), **fields}
    product = Product(slug=slug, **values)
    session().add(product)
    session().commit()
    return product


def an_order(person: Person, product: Product, number: str = "104417") -> Order:
    """An imported order of one thing."""
    now = clock.now()
    order = Order(number=number, person_id=person.id, ordered_on=now.date(), imported_at=now)
    session().add(order)
    session().flush()
    line = OrderLine(order_id=order.id, product_id=product.id, sku=product.sku, title=product.title, quantity=1)
    session().add(line)
    session().commit()
    return order


def some_words(**fields: Any) -> Words:
    """What an author sends."""
    values: dict[str, Any] = {"stars": 5, "body": GOOD, "name": "Ann Archer", "name_format": "first_initial"}
    return Words(**{**values, "connection": "", "publish": True, "ads": False, **fields})


def an_act(wording: str = "May we publish it? Yes") -> Act:
    """The act of the form."""
    return Act("review_page", "product page", wording=wording)


def a_review(person: Person, product: Product, **fields: Any) -> Review:
    """A review that waits."""
    sent = written(person, product, **fields)
    session().commit()
    return sent.review


def written(person: Person, product: Product, **fields: Any) -> Sent:
    """The same with what became of it, not committed."""
    return write(person, product, some_words(**fields), an_act())


def decided(review: Review, member: SignedIn, what: What = What.PUBLISH, **fields: Any) -> ReviewDecision:
    """The waiting version of a review is opened and decided."""
    version = next(one for one in versions_of(review) if one.is_waiting)
    claim(version.id, member)
    decision = decide(version.id, Verdict(what, **fields), member)
    session().commit()
    return decision


def published(person: Person, product: Product, member: SignedIn, **fields: Any) -> Review:
    """A review on the product page."""
    review = a_review(person, product, **fields)
    decided(review, member)
    return review


def turned_down(person: Person, product: Product, member: SignedIn, **fields: Any) -> Review:
    """A review with somebody's phone number in it."""
    review = a_review(person, product, **fields)
    decided(review, member, What.TURN_DOWN, reason=Reason.PERSONAL_DATA)
    return review


def in_numbers(product: Product) -> dict[str, int]:
    """What the product's tally says, without the zeros."""
    session().expire_all()
    tally = session().get(ReviewTally, product.id)
    values = {name: int(getattr(tally, name)) for name in COUNTED} if tally else {}
    return {name: count for name, count in values.items() if count}
