"""The question of consent to publish, word for word: what a page asks is what the ledger keeps."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from app import links
from app.consent import Act
from app.core.evidence import evidence
from app.core.signing import BadToken, TokenEnded

METHOD = "review_page"
SHOWN = "shown"


@dataclass(frozen=True)
class Question:
    """May we publish it? Yes and No with what each means, and the tick for catalogs and ads."""

    ask: str
    hint: str
    yes: str
    yes_means: str
    no: str
    no_means: str
    ads: str

    def answered(self, publish: bool, ads: bool) -> str:
        """The words she saw and what she answered, as the ledger keeps them."""
        answer = f"{self.yes}: {self.yes_means}" if publish else f"{self.no}: {self.no_means}"
        ticked = f"\n{self.ads}: {self.yes}" if publish and ads else ""
        return f"{self.ask} {self.hint}\n{answer}{ticked}"


def question() -> Question:
    """As every form asks it."""
    return Question(
        ask=_("May we publish it?"),
        hint=_(
            "You can change your mind later. It goes off our pages at once; search engines may show a copy for some days."
        ),
        yes=_("Yes"),
        yes_means=_("On this product’s page, with the name above"),
        no=_("No"),
        no_means=_("Private feedback: only our staff read it, and it counts in no average"),
        ads=_("If yes: also in catalogs and ads"),
    )


def again(title: str) -> str:
    """As the button asks it that publishes a review (again)."""
    return _(
        "Publish my review of %(title)s on its page, under the name I chose. I can take it off again at any time.",
        title=title,
    )


def signed(form: str, about: int, subject_id: str, words: Any) -> str:
    """What a form showed, to travel in it: which form, about what, for whom ("" for a stranger), in which words."""
    return links.prove(SHOWN, {"form": form, "about": about, "subject": subject_id, "words": words})


def signed_question(form: str, about: int, subject_id: str, asked: Question) -> str:
    """The same for the question."""
    return signed(form, about, subject_id, asdict(asked))


def words_in(token: str, form: str, about: int, subject_id: str) -> Any:
    """The words that travelled; None when they are too old, not ours, of another form or drawn for someone else."""
    try:
        shown = links.read_proof(SHOWN, token).payload
    except (BadToken, TokenEnded):
        return None
    is_mine = not subject_id or shown.get("subject") in ("", subject_id)
    return shown.get("words") if (shown.get("form"), shown.get("about")) == (form, about) and is_mine else None


def question_in(token: str, form: str, about: int, subject_id: str) -> Question | None:
    """The question that travelled, or None."""
    words = words_in(token, form, about, subject_id)
    return Question(**words) if words else None


def act(wording: str, source: str = "product page", language: str = "") -> Act:
    """Her act, with the words that were shown."""
    spoken = language or str(get_locale() or "en")
    return Act(METHOD, source, wording=wording, language=spoken, evidence=evidence())
