"""The trail in words: what was done, what it was done to, and which value changed.

An act nobody gave words to is shown by its own name, so that a new one is never hidden. The file keeps the names.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.people import REASONS_AT_DESK
from app.staff import IN_WORDS

ACTS: dict[str, LazyString] = {
    "audit.export": _l("Downloaded the audit trail"),
    "consent.rebuild": _l("Rebuilt preferences from the ledger"),
    "demo.fill": _l("Filled the demo shop"),
    "doctor.repair": _l("Repaired preferences"),
    "facts.export": _l("Handed out facts"),
    "facts.import": _l("Imported facts"),
    "links.sign": _l("Signed links for a mailing"),
    "mail.aside": _l("Settled a mail set aside"),
    "mail.decide": _l("Said whether a mail is a stop"),
    "mail.drop": _l("Dropped a message"),
    "mail.retry": _l("Sent a message again"),
    "mail.retry_many": _l("Sent many messages again"),
    "mail.take_back": _l("Took the drop of a message back"),
    "mail.undeliverable": _l("Learned that mail comes back"),
    "mail.undo": _l("Took back what was said about a mail"),
    "orders.import": _l("Imported orders"),
    "people.caller_check": _l("Checked a caller"),
    "people.change": _l("Changed a record for a caller"),
    "people.import": _l("Imported customers"),
    "people.keep_apart": _l("Said that two records are two people"),
    "people.look": _l("Looked at a record"),
    "people.merge": _l("Made two records one"),
    "people.part": _l("Parted two records that were one"),
    "people.propose_merge": _l("Proposed that two records are one person"),
    "postal.batches": _l("Downloaded the list of the mail house’s batches"),
    "postal.export": _l("Wrote paper lists for the mail house"),
    "products.import": _l("Imported products"),
    "recommendations.bar": _l("Barred a sender from notes to friends"),
    "recommendations.lift": _l("Let a sender send notes again"),
    "recommendations.reset": _l("Let notes to friends leave again"),
    "recommendations.settle": _l("Settled a report of a note"),
    "recommendations.stop": _l("Stopped all notes to friends"),
    "review.connection": _l("Changed a tie to the shop"),
    "review.decide": _l("Decided a review"),
    "review.freeze": _l("Closed or opened an author’s reviews"),
    "review.reply": _l("Changed the reply to a review"),
    "review.reports": _l("Looked at reports and left the review"),
    "review.undo": _l("Took a decision back"),
    "request.leave": _l("Left a request by mail to others"),
    "request.take_up": _l("Took up a request by mail"),
    "reviews.export": _l("Downloaded a list of reviews"),
    "reviews.import": _l("Imported reviews"),
    "reviews.recount": _l("Counted a product’s reviews again"),
    "staff.add": _l("Invited a staff member"),
    "staff.end": _l("Ended an account"),
    "staff.export": _l("Downloaded the staff accounts"),
    "staff.join": _l("Opened an account"),
    "staff.keys": _l("Turned keyboard shortcuts on or off"),
    "staff.password": _l("Set a new password"),
    "staff.recovery_codes": _l("Made new recovery codes"),
    "staff.reset": _l("Made a new invitation"),
    "staff.role": _l("Changed a role"),
    "staff.sign_in": _l("Signed in"),
    "stop.mail": _l("Mailed a confirmation of a stop"),
    "stop.record": _l("Recorded a stop by phone or letter"),
    "stop.undo": _l("Took a recorded stop back"),
    "stops.answer": _l("Said who pressed a burst"),
    "stops.done": _l("Marked a batch as done"),
    "stops.download": _l("Downloaded a batch of stops"),
    "stops.not_done": _l("Marked a batch as not done"),
    "stops.restore": _l("Restored stops of a burst"),
    "suppression.export": _l("Exported stops"),
    "suppression.import": _l("Imported stops"),
    "topics.bring-back": _l("Brought a topic back"),
    "topics.create": _l("Created a topic"),
    "topics.edit": _l("Edited a topic"),
    "topics.hide": _l("Hid a topic"),
    "topics.load": _l("Loaded topics from a file"),
    "topics.move": _l("Moved a topic"),
    "topics.retire": _l("Retired a topic"),
    "topics.show": _l("Showed a topic again"),
    "topics.undo": _l("Undid a change of a topic"),
}

FIELDS: dict[str, LazyString] = {
    "a_month": _l("About how many a month"),
    "added": _l("Added"),
    "answer": _l("Answer"),
    "batches": _l("Batches"),
    "campaign": _l("Mailing"),
    "channel": _l("Sent by"),
    "default": _l("Without asking"),
    "deliverable": _l("Takes mail"),
    "compared": _l("Compared"),
    "description": _l("What it is"),
    "field": _l("Changed"),
    "hidden_at": _l("Hidden since"),
    "how": _l("How"),
    "how_often": _l("How often"),
    "keys": _l("Shortcuts"),
    "kind": _l("Kind"),
    "list": _l("List"),
    "merged": _l("Record that was merged"),
    "outcome": _l("What came of it"),
    "people": _l("People"),
    "position": _l("Place"),
    "preferences": _l("Preferences"),
    "reason": _l("Reason"),
    "received": _l("Received"),
    "reference": _l("Reference"),
    "retired_at": _l("Retired since"),
    "role": _l("Role"),
    "rows": _l("Rows"),
    "second factor": _l("Second step"),
    "signed": _l("Signed"),
    "slug": _l("Short name"),
    "state": _l("State"),
    "title": _l("Name"),
    "what": _l("Stopped"),
}

_STATES: dict[str, LazyString] = {
    "abusive": _l("abusive, obscene or defamatory"),
    "child under 13": _l("the author is a child under 13"),
    "confidential": _l("confidential"),
    "discriminatory": _l("discriminatory"),
    "discount": _l("discount or gift for writing it"),
    "employee": _l("works for us"),
    "fake": _l("believed to be fake"),
    "false": _l("clearly false or misleading"),
    "free_product": _l("got the product for free"),
    "hide": _l("published with a part hidden"),
    "none": _l("none"),
    "personal_data": _l("someone’s personal data"),
    "publish": _l("published"),
    "relative": _l("family of someone who works for us"),
    "turn_down": _l("turned down"),
    "unrelated": _l("not about this product"),
}

VALUES: dict[str, dict[str, LazyString]] = {
    "answer": {"people": _l("people"), "scanner": _l("a scanner")},
    "channel": {"email": _l("email"), "post": _l("paper mail")},
    "default": {"off": _l("nobody"), "on_for_customers": _l("customers")},
    "kind": {"marketing": _l("marketing"), "service": _l("service")},
    "outcome": {"dropped": _l("dropped"), "no_stop": _l("not a stop"), "stopped": _l("stopped")},
    "reason": {reason.value: words for reason, words in REASONS_AT_DESK.items()},
    "role": {role.value: words for role, words in IN_WORDS.items()},
    "state": _STATES,
}

ABOUT: dict[str, LazyString] = {
    "batch": _l("Batch %(number)s"),
    "burst": _l("Burst %(number)s"),
    "draft": _l("Request by mail %(number)s"),
    "mail": _l("Mail %(number)s"),
    "product": _l("Product %(number)s"),
    "review": _l("R-%(number)s"),
}


def field_words(name: str) -> str:
    """Which value, in words."""
    return str(FIELDS.get(name, name.replace("_", " ").capitalize()))


def value_words(name: str, text: str) -> str:
    """A value of that field in words: "turned down: believed to be fake"; as it is where nobody gave it words."""
    known = VALUES.get(name, {})
    return ": ".join(str(known.get(part, part)) for part in text.split(": "))
