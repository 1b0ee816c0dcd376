"""Living the reviews: goods are listed, ordered, written about and moderated, by the ways everyone uses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from app import outbox, people, purchases
from app.consent import Act
from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import canonical_email
from app.demo.goods import Told, goods
from app.demo.history import History, Moment
from app.demo.mailed import broke, left
from app.demo.opinions import Opinion
from app.outbox import Outcome
from app.people import Person, person_by_address
from app.products import Product
from app.purchases import Order, OrderLine
from app.reviews import Reason, ReviewVersion, Verdict, What, Words, decide, find, reply, write
from app.staff import SignedIn

DECIDED = "review_decided"  # the kind of mail that tells an author
_MAILS = 12
WORDING = "May we publish it? On this product page, with the name above. You can change your mind later."


class Reviewing:
    """The product pages through time. `moderator` decides; nobody is mailed about the past."""

    def __init__(self, moderator: SignedIn, history: History) -> None:
        self._moderator, self._history = moderator, history
        self._products: dict[str, Product] = {}
        self._waiting: dict[str, int] = {}  # what was written: address and sku → the version that waits
        self._told_by_mail: list[Opinion] = []  # the newest decisions, newest last

    def list_goods(self) -> None:
        """Put the goods on the pages. A product the shop has already stays as it is."""
        for cells in goods():
            self._products[cells["sku"]] = _listed(cells)
        session().flush()

    def moments(self, plan: Iterable[Opinion]) -> list[Moment]:
        """All that will happen, in order."""
        found, plan = [], list(plan)
        decided = sorted(
            (one for one in plan if one.decided_at is not None), key=lambda one: one.decided_at or one.written_at
        )
        self._told_by_mail = decided[-_MAILS:]
        for one in plan:
            if one.order_number is not None:
                found.append(Moment(one.ordered_at, partial(self._order, one)))
            found.append(Moment(one.written_at, partial(self._write, one)))
            if one.decided_at is not None:
                found.append(Moment(one.decided_at, partial(self._decide, one)))
        return sorted(found, key=lambda moment: moment.at)

    def _author(self, one: Opinion) -> Person | None:
        """Nobody, where the shop had met her before the demo and she was left alone."""
        address = canonical_email(one.author.address)
        return person_by_address(address) if self._history.knows(address) else None

    def _order(self, one: Opinion) -> None:
        person, product = self._author(one), self._products[one.told.sku]
        if person is None or one.order_number is None or purchases.person_of_order(one.order_number):
            return
        now = clock.now()
        day = now.astimezone(settings.current().brand.zone).date()
        order = Order(number=one.order_number, person_id=person.id, ordered_on=day, imported_at=now)
        session().add(order)
        session().flush()
        line = OrderLine(order_id=order.id, product_id=product.id, sku=product.sku, title=product.title, quantity=1)
        session().add(line)
        session().flush()

    def _write(self, one: Opinion) -> None:
        person, told = self._author(one), one.told
        if person is None:
            return
        people.prove_destination(person, canonical_email(one.author.address))
        words = Words(
            stars=told.stars,
            body=told.body,
            name=person.display_name,
            name_format=one.name_format,
            connection=told.connection,
            publish=not told.private,
            ads=not told.private and told.stars == 5,
        )
        act = Act("review_page", "product page", wording=WORDING)
        sent = write(person, self._products[told.sku], words, act)
        if sent.version_id is not None:
            self._waiting[one.author.address + told.sku] = sent.version_id

    def _decide(self, one: Opinion) -> None:
        version_id = self._waiting.get(one.author.address + one.told.sku)
        version = session().get(ReviewVersion, version_id) if version_id else None
        if version is None or not version.is_waiting:
            return
        with outbox.silently():
            decision = decide(version.id, _verdict(one.told, version.body), self._moderator)
        self._tell(one, str(decision.id))
        if one.told.reply and not one.told.turned_down:
            reply(version.review_id, one.told.reply, self._moderator)

    def _tell(self, one: Opinion, reference: str) -> None:
        """Of the newest decisions the mails are there, as the desk lists them. One of them broke and waits for staff."""
        if one not in self._told_by_mail:
            return
        if one is self._told_by_mail[-1]:
            broke(DECIDED, reference, one.author.address)
        else:
            left(DECIDED, reference, one.author.address, Outcome.HANDED_OVER)


def _listed(cells: dict[str, str]) -> Product:
    found = session().query(Product).filter(Product.sku == cells["sku"]).first()
    if found is None:
        found = Product(added_at=clock.now(), **cells)
        session().add(found)
    return found


def _verdict(told: Told, body: str) -> Verdict:
    if told.turned_down:
        return Verdict(What.TURN_DOWN, Reason(told.turned_down))
    spans = tuple((one.start, one.end) for one in find(body) if one.can_be_hidden)
    return Verdict(What.HIDE, hidden=spans) if spans else Verdict(What.PUBLISH)
