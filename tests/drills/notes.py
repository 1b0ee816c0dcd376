"""Notes to friends, proven and queued, made past the pages and their caps: a drill needs more than a shop sends in a day."""

import secrets
from collections.abc import Sequence

from sqlalchemy import insert

from app import outbox
from app.core import clock
from app.core.database import session
from app.outbox import Message
from app.outbox.service import kind_named
from app.tell_a_friend import Recommendation, Words
from app.tell_a_friend.breaker import KIND
from app.tell_a_friend.caps import claim_friend, marks_of
from app.tell_a_friend.sealing import seal
from tests.drills.office import Office
from tests.makers import a_person
from tests.reviews.writing import a_product

NOTE = KIND
CANARY = "canarina"  # in whatever is about a friend: her name, her address, the note
LEFT = "SELECT count(*) FROM recommendation WHERE sealed IS NOT NULL OR data_key IS NOT NULL"


def address(number: int) -> str:
    """Of that friend."""
    return f"{CANARY}-{number}@example.net"


class Notes:
    """One sender, one product, very many friends. `secrets` are the bytes that must be gone in the end."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.secrets: list[bytes] = []
        self.numbers: dict[int, int] = {}  # friend → id of her note
        with office.at_work():
            self.sender = a_person("sam@example.com", proven=True).subject_id
            self.product = a_product("bucket").id

    def send(self, numbers: Sequence[int]) -> None:
        """A note to each, as `tell_a_friend.send` leaves it."""
        with self.office.at_work():
            for number, row in zip(numbers, self._proven(numbers), strict=True):
                assert claim_friend(address(number), self.product)
                outbox.post(KIND, str(row.id))
            session().commit()

    def queue(self, numbers: Sequence[int]) -> None:
        """The same for very many, without the claims, and without a bell: the sweep finds them."""
        with self.office.at_work():
            kind, now = kind_named(KIND), clock.now()
            shared = {"kind": KIND, "rank": kind.rank, "created_at": now, "due_at": now, "tries": 0}
            expires_at = now + kind.lives_for if kind.lives_for else None
            rows = [
                shared | {"reference": str(row.id), "message_id": f"{secrets.token_hex(12)}@example.com"}
                for row in self._proven(numbers)
            ]
            session().execute(insert(Message), [row | {"expires_at": expires_at} for row in rows])
            session().commit()

    def left(self) -> int:
        """How many friends can still be read here."""
        return int(self.office.ask(LEFT)[0][0])

    def _proven(self, numbers: Sequence[int]) -> list[Recommendation]:
        rows = [self._row(number) for number in numbers]
        session().add_all(rows)
        session().flush()
        self.numbers.update(zip(numbers, (row.id for row in rows), strict=True))
        return rows

    def _row(self, number: int) -> Recommendation:
        words = Words(f"{CANARY.title()} {number}", address(number), "Sam", "sam@example.com", f"A note for {CANARY}.")
        sealed, data_key = seal(words)
        self.secrets += [sealed, data_key]
        mark = marks_of(words.friend_address)[0]
        return Recommendation(
            product_id=self.product,
            asked_at=clock.now(),
            proven_at=clock.now(),
            sender_subject=self.sender,
            sender_name=words.sender_name,
            country="US",
            sealed=sealed,
            data_key=data_key,
            friend_value=mark.value,
            friend_key_id=mark.key_id,
            friend_normaliser=mark.normaliser,
        )
