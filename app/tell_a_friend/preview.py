"""The mail as its sender sees it before it is sent: the same templates, in the look of our pages.

The mail's own HTML stands on inline styles, which no page of ours may carry. So its words are taken over one by one, and the
few marks that have a meaning keep it; its links are shown, and lead nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup, escape

# Marks of the mail → ours, with a look. What is not named loses its mark and keeps its words.
_BLOCKS = {"h1": ("p", "letter__title"), "p": ("p", ""), "blockquote": ("blockquote", "quote")}
_INLINE = {"strong": ("strong", ""), "b": ("strong", ""), "em": ("em", ""), "a": ("span", "letter__link")}
_SILENT = ("head", "style", "title", "script")


@dataclass(frozen=True)
class Look:
    """What the preview shows: the headers a person sees, the body, and the text part."""

    sender: str
    reply_to: str
    to: str
    subject: str
    body: Markup
    text: str


def body_of(html: str) -> Markup:
    """The words of a mail's HTML with our marks. Safe to stand in a page: text is escaped, attributes are dropped."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    words = "".join(reader.parts).replace("<p>\u00a0</p>", "")  # a line that only keeps a distance
    return Markup(words)  # noqa: S704 — every part is one of our own marks or escaped text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._open: list[str] = []  # the blocks around what comes next
        self._cell = ""  # the look of a paragraph for words that stand in a cell by themselves
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "td":
            self._cell = "letter__button" if dict(attrs).get("class") == "btn" else ""
        elif tag in _BLOCKS:
            self._end_cell()
            self._begin(*_BLOCKS[tag])
        elif tag in _INLINE or tag == "br":
            self._begin_cell()
            self.parts.append(_tag(*_INLINE.get(tag, ("br", ""))))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif tag == "td":
            self._end_cell()
        elif tag in _BLOCKS and self._open:
            self.parts.append(f"</{self._open.pop()}>")
        elif tag in _INLINE:
            self.parts.append(f"</{_INLINE[tag][0]}>")

    def handle_data(self, data: str) -> None:
        if not self._silent and (self._open or data.strip()):
            self._begin_cell()
            self.parts.append(str(escape(data)))

    def _begin(self, mark: str, look: str) -> None:
        self._open.append(mark)
        self.parts.append(_tag(mark, look))

    def _begin_cell(self) -> None:
        if not self._open:
            self._begin("p", self._cell)
            self._in_cell = True

    def _end_cell(self) -> None:
        if self._in_cell:
            self.parts.append(f"</{self._open.pop()}>")
            self._in_cell = False


def _tag(mark: str, look: str) -> str:
    return f'<{mark} class="{look}">' if look else f"<{mark}>"
