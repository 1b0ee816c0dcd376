"""The notes to friends of the demo shop, and what came of them. Friends are people the shop does not know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.outbox import Outcome

Then = Literal["", "refused", "reported", "barred"]


@dataclass(frozen=True)
class ToFriend:
    """One note: confirmed so many days ago at that hour, about which product, and what became of it.

    `then` is what the friend did a day later: refused all such notes, or reported this one; barred: and staff found it so.
    """

    ago: int
    hour: int
    sku: str
    friend_name: str
    friend_address: str
    note: str = ""
    outcome: Outcome = Outcome.HANDED_OVER
    then: Then = ""
    sender: str = ""  # one of the people to sign in as; else whoever is next


NOTES = (
    ToFriend(47, 19, "JP-10034", "Bonnie", "bonnie@friends.example", "These last a winter with mine. Get two."),
    ToFriend(44, 12, "JP-12004", "Carl", "carl@friends.example"),
    ToFriend(41, 20, "JP-11008", "Ida", "ida@pasture.example", "The ears stay on. I tried all the others."),
    ToFriend(39, 9, "JP-13031", "Mina", "mina@friends.example", "Your two would live in this."),
    ToFriend(36, 18, "JP-10068", "Otis", "otis@pasture.example", "No more breaking ice at six in the morning."),
    ToFriend(33, 13, "JP-14011", "Dottie", "dottie@coop.example", then="refused"),
    ToFriend(30, 21, "JP-10086", "Hank", "hank@friends.example", "My feet are dry. That is all I ask."),
    ToFriend(28, 10, "JP-12038", "Jo", "jo@friends.example"),
    ToFriend(25, 17, "JP-11029", "Luz", "luz@pasture.example", "Like the one you saw on Juniper.", sender="sam@example.com"),
    ToFriend(21, 15, "JP-15024", "Perry", "perry@coop.example", "Buy this today. You will not regret it.", then="barred"),
    ToFriend(20, 11, "JP-13016", "Nell", "nell@friends.example", outcome=Outcome.REFUSED_BY_SERVER),
    ToFriend(18, 19, "JP-10073", "Gus", "gus@pasture.example", "The tines don’t snap. Ask me how I know."),
    ToFriend(15, 14, "JP-14039", "Faye", "faye@coop.example"),
    ToFriend(11, 9, "JP-10047", "Roy", "roy@pasture.example", "Heavy to carry in, easy to hose down.", then="refused"),
    ToFriend(9, 18, "JP-11062", "Tess", "tess@friends.example"),
    ToFriend(8, 20, "JP-12019", "Ann", "ann@example.com", "Ours eats it to the last crumb."),
    ToFriend(6, 12, "JP-12042", "Kit", "kit@friends.example", "Six months for less than the vet asks for three."),
    ToFriend(5, 20, "JP-11057", "Abe", "abe@pasture.example", outcome=Outcome.UNKNOWN),
    ToFriend(4, 16, "JP-13028", "Vi", "vi@friends.example", "It has not tipped over yet."),
    ToFriend(3, 19, "JP-10021", "Wes", "wes@pasture.example", "Fits the corner of the stall, and the bail holds."),
    ToFriend(2, 17, "JP-15033", "Zelda", "zelda@coop.example", "Answer me or I keep writing.", then="reported"),
)  # fmt: skip
