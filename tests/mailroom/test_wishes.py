"""What a mail asks for by its subject and first lines."""

import pytest

from app.core.brand import load_brand
from app.core.settings import BUILT_IN_BRAND
from app.mailroom.wishes import asks_to_stop, request_kind, shortened

BRAND = load_brand(BUILT_IN_BRAND)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("California Privacy Rights", "california"),
        ("RE: california PRIVACY rights", "california"),
        ("Fwd: AW: Re[2]: “California  Privacy Rights”", "california"),
        ("Privacy Information Request", "privacy"),
        ("“Privacy Information Request”", "privacy"),
        ("\"Privacy Information Request\"", "privacy"),
        ("‘privacy information request’ for my son", "privacy"),
        ("[EXTERNAL] Re:Privacy   Information Request.", "privacy"),
        ("Privacy Information Requests", None),
        ("About your California Privacy Rights", None),
        ("Privacy", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_policys_subject_lines(subject: str, kind: str | None) -> None:
    assert request_kind(subject, BRAND) == kind


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("STOP", ""),
        ("Re: Unsubscribe", ""),
        ("Re: Big deals", "Stop\n\n> On Monday you wrote"),
        ("Re: Big deals", "Hi,\nPlease stop sending me emails!\n"),
        ("Re: Big deals", "remove me from your list\n"),
        ("unsubscribe me please", ""),
        ("Re: x", "Don’t email me again."),
        ("opt out", ""),
        ("Stop all the emails", ""),
    ],
)
def test_a_wish_for_no_more_mail(subject: str, words: str) -> None:
    assert asks_to_stop(subject, words)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Where is my order", "It should come on Monday."),
        ("Bus stop", "Do you deliver to the stop?"),
        ("Re: Big deals", "Thanks!\n\nOn Monday, Shop wrote:\n> unsubscribe here"),
        ("Re: Big deals", "Thanks!\n> unsubscribe"),
        ("Stopwatch", "stopping by tomorrow"),
        ("", ""),
    ],
)
def test_no_wish_for_no_more_mail(subject: str, words: str) -> None:
    assert not asks_to_stop(subject, words)


def test_what_she_wrote_is_shortened_to_her_own_first_lines() -> None:
    assert shortened("Re: x", "Stop\n\n> quoted") == "Re: x · Stop"
    assert len(shortened("y" * 500, "")) == 300
