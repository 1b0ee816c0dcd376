"""Rules about what a mail says: the same in both parts, who writes, and never a request for data by reply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import render_template
from flask_babel import gettext as _

from app.outbox.lint.sample import Sample

_URL = re.compile(r"https?://\S+")
_WORD = re.compile(r"[\w']+(?:[-.@/]\w+)*")
# Words of how to follow a link, which a button and a bare address say in their own ways. They carry nothing else.
_OF_PRESSING = frozenset(["press", "button", "open", "link", "here", "this", "copy", "into", "browser"])
_BY_REPLY = re.compile(
    r"\b(?:repl(?:y|ies|ying)|answer(?:ing)?)\b[^.?!]{0,40}\b(?:with|by sending|and (?:send|give|tell|include))\b"
    r"|\b(?:send|e-?mail|give|tell|forward)\s+(?:us|me)\b[^.?!]{0,40}\byour\b"
    r"|\b(?:confirm|verify|enter|provide|update)\b[^.?!]{0,30}\byour\b[^.?!]{0,30}"
    r"\b(?:passwords?|pin|card|account number|social security|ssn|bank|date of birth|codes?)\b",
    re.IGNORECASE,
)


def same_words(sample: Sample) -> Iterator[str]:
    """Whatever is said in one part is said in the other. Compared word by word, without the labels of links."""
    name, helping = words(sample.settings.brand.name), _("Button not working? Copy this into your browser:")
    text, page = words(sample.texts.plain), words(sample.page.text)
    beside = words(sample.page.beside_links.replace(helping, " "))
    if more := sorted(text - page - _OF_PRESSING):
        yield f"Only the text says: {', '.join(more)}. Say it in the HTML too, or in neither."
    if more := sorted(beside - text - name - _OF_PRESSING):
        yield f"Only the HTML says: {', '.join(more)}. Say it in the text too, or in neither."


def words(text: str) -> set[str]:
    """The words of a text, small, without links; "didn't" and "did not" are the same."""
    plain = _URL.sub(" ", text).lower().replace("’", "'").replace("n't", " not").replace("->", "→")
    return {word.strip("'") for word in _WORD.findall(plain)} - {""}


def never_asks(sample: Sample) -> Iterator[str]:
    """The promise of the policy stands in both parts (2018, sentence 48)."""
    promise = _flat(render_template("mail/never_ask.txt"))
    for part, text in (("text", sample.texts.plain), ("HTML", sample.page.text)):
        if promise not in _flat(text):
            end = "include mail/foot.txt" if part == "text" else "extend mail/layout.html"
            yield f"The {part} does not say that we never ask for sensitive information by email: {end}."


def by_reply(sample: Sample) -> Iterator[str]:
    """No sentence asks for data in an answer. The promise itself is none."""
    for part, text in (("text", sample.texts.plain), ("HTML", sample.page.text)):
        for match in _BY_REPLY.finditer(_flat(text)):
            yield f"The {part} asks for data by mail: “{match[0]}”. Ask on a page of the site, after signing in."


def who_writes(sample: Sample) -> Iterator[str]:
    """A postal address (15 USC 7704(a)(5), 16 CFR 316.2(p)) and a phone number in both parts."""
    brand = sample.settings.brand
    for part, text in (("text", sample.texts.plain), ("HTML", sample.page.text)):
        if _flat(brand.postal_line) not in _flat(text):
            yield f"The {part} has no postal address. End it with mail/foot.txt, or extend mail/layout.html."
        if brand.phone not in text:
            yield f"The {part} has no phone number. End it with mail/foot.txt, or extend mail/layout.html."


def _flat(text: str) -> str:
    return " ".join(text.split())
