"""The HTML of a mail as its reader and her program see it: tags, text, links."""

from __future__ import annotations

from html.parser import HTMLParser

Attributes = dict[str, str]
_NOT_READ = ("style", "script", "title")


class Page(HTMLParser):
    """`text` is what is read, `beside_links` the same without the words of links, which stand for an address."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, Attributes]] = []
        self.styles = ""
        self.title = ""
        self.doctype = ""
        self._text: list[str] = []
        self._beside: list[str] = []
        self._inside: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._text).split())

    @property
    def beside_links(self) -> str:
        return " ".join(" ".join(self._beside).split())

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.tags if tag == "a" and "href" in attributes]

    def attributes_of(self, tag: str) -> list[Attributes]:
        return [attributes for name, attributes in self.tags if name == tag]

    def handle_decl(self, decl: str) -> None:
        """`doctype html`."""
        self.doctype = decl.lower()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag with its attributes; one that stands for a break parts words."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in ("a", *_NOT_READ):
            self._inside.append(tag)
        if tag in ("br", "p", "td", "tr", "h1", "h2", "li", "div"):
            self._text.append("\n")
            self._beside.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of a link or of what is not read."""
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data: str) -> None:
        """Text: read, or a style, or the title."""
        if "title" in self._inside:
            self.title += data
        elif "style" in self._inside:
            self.styles += data
        elif "script" not in self._inside:
            self._text.append(data)
            if "a" not in self._inside:
                self._beside.append(data)
