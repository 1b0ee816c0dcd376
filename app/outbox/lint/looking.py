"""All rules over all mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import current_app

from app.core.feature import declared
from app.core.settings import current
from app.outbox.lint.addresses import links, tracking
from app.outbox.lint.form import accessible, charset, lines, size
from app.outbox.lint.headers import headers, list_headers, subject
from app.outbox.lint.sample import Finding, Looked, Sample, samples
from app.outbox.lint.spam import points, spam
from app.outbox.lint.wording import by_reply, never_asks, same_words, who_writes

RULES: dict[str, Callable[[Sample], Iterator[str]]] = {
    "headers": headers,
    "list-headers": list_headers,
    "subject": subject,
    "links": links,
    "tracking": tracking,
    "same-words": same_words,
    "never-asks": never_asks,
    "by-reply": by_reply,
    "who-writes": who_writes,
    "accessible": accessible,
    "size": size,
    "lines": lines,
    "charset": charset,
    "spam": spam,
}


def look_at_all() -> Iterator[Looked]:
    """Every example of every kind that is declared."""
    for kind in declared().messages:
        for one in samples(kind):
            yield Looked(one.kind, (one,)) if isinstance(one, Finding) else look_at(one)


def look_at(sample: Sample) -> Looked:
    """One mail under all rules."""
    with current_app.test_request_context(base_url=current().public_url):
        found = tuple(Finding(sample.name, rule, said) for rule, look in RULES.items() for said in look(sample))
    spam_points = points(sample)
    return Looked(
        sample.name, found, sum((each for each, _why in spam_points), 0.0), tuple(why for _each, why in spam_points)
    )
