"""A person at a browser. Every page she sees is looked at: no fault for axe, no scrolling sideways on a phone, nobody else
asked for anything, no complaint in the console."""

from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 320, "height": 640}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
VIOLATIONS = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
# A page looks the same over http and https, and looking takes longer than the page.
looked_at: set[tuple[object, ...]] = set()
# Each story once with scripts and once without; once over http and once over https.
TWO_LANES = pytest.mark.parametrize(
    ("shop", "scripts"), [("http", True), ("https", False)], ids=["http-scripts", "https-no-scripts"], indirect=True
)


class Visitor:
    """One browser with its own cookies. `page` is the tab in front."""

    def __init__(self, context: BrowserContext, home: str, scripts: bool) -> None:
        self.context, self.home, self.scripts = context, home, scripts
        self.faults: list[str] = []
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.page: Page = context.new_page()
        self.page.set_viewport_size(DESK)

    def open(self, address: str = "/") -> None:
        """Open an address of the site, or one from a mail."""
        self.page.goto(urljoin(self.home, address))
        self.look()

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(label, exact=True).fill(value)

    def choose(self, label: str, on: bool = True) -> None:
        """Set a box or a tile, by its words."""
        self.page.get_by_label(label, exact=True).set_checked(on)

    def press(self, button: str) -> None:
        """Press the button with these words and look at what comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()
        self.look()

    def reads(self, *texts: str) -> None:
        """These words stand on the page."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def heading(self) -> str:
        """What the page says it is."""
        return self.page.locator("h1").inner_text()

    def button(self, words: str) -> Locator:
        """A button, there or not."""
        return self.page.get_by_role("button", name=words, exact=True)

    def new_tab(self) -> Page:
        """Another tab of the same browser, now in front. Returns the one behind."""
        behind, self.page = self.page, self.context.new_page()
        self.page.set_viewport_size(DESK)
        return behind

    def back_to(self, page: Page) -> None:
        """A tab that was behind. Hidden tabs draw nothing, and a click waits until it sees something drawn."""
        page.bring_to_front()
        self.page = page

    def look(self) -> None:
        """Look at the page at two widths, unless one like it was looked at before."""
        kind = (self.scripts, self.page.title(), *self.page.locator("h1, h2, .banner__title").all_inner_texts())
        if kind in looked_at:
            return
        looked_at.add(kind)
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)
            if size is PHONE and (wide := self.page.evaluate(SIDEWAYS)) > 0:
                self.faults.append(f"{self.page.url}: {wide} pixels too wide at {size['width']}")
            if self.scripts:
                self._ask_axe(size["width"])

    def _ask_axe(self, width: int) -> None:
        if width == PHONE["width"]:
            self.page.evaluate(Axe().axe_script)
        for fault in self.page.evaluate(VIOLATIONS):
            where = [node["html"] for node in fault["nodes"][:3]]
            self.faults.append(f"{self.page.url} at {width}: {fault['id']}: {fault['help']}: {where}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.home).netloc:
            self.faults.append(f"asked another site: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # A browser notes each page that comes with a status like 401; the page itself is what we meant to show.
        is_status = "the server responded with a status of 4" in message.text and self.page.url in (
            "",
            message.location["url"],
        )
        if message.type in ("error", "warning") and not is_status:
            self.faults.append(f"console: {message.text} at {message.location['url']}")
