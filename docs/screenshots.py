"""Takes the pictures of the README from a demo shop of their own: `make screenshots`."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.staff import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
PORT = "8799"
HOME = f"http://127.0.0.1:{PORT}"
SHOPPER, MODERATOR, CLERK = "sam@example.com", "mo@example.com", "sue@example.com"
MAIL_CLERK, PRIVACY_OFFICER = "max@example.com", "pia@example.com"
CALLER = "dee@example.org"
PRODUCT = "/products/flat-back-bucket-20-quart"
WITHIN = 60
WIDTHS = {"wide": 1280, "phone": 390}
TALLEST = 860  # a long page is cut: its top tells what it is
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@contextmanager
def demo_shop() -> Iterator[dict[str, str]]:
    """A demo shop in a folder of its own, running. Gives the environment its commands run in."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"PATH": os.environ["PATH"], "INSTANCE_PATH": folder, "PORT": PORT, "WORKERS": "1"}
        for verb in (["migrate"], ["demo", "fill", "--if-empty"]):
            subprocess.run([*FLASK, *verb], cwd=ROOT, env=environ, check=True)
        site = subprocess.Popen([sys.executable, "-m", "deploy.serve"], cwd=ROOT, env=environ)
        try:
            yield environ
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait()


def open_home(page: Page) -> None:
    """Wait until the site answers."""
    end = time.monotonic() + WITHIN
    while True:
        try:
            page.goto(HOME)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
        else:
            return


def code_from_inbox(page: Page) -> str:
    """The six digits at the start of the newest subject."""
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        page.goto(f"{HOME}/dev/inbox")
        found = re.search(r"(\d{3})\s(\d{3})", page.inner_text("main"))
        if found:
            return "".join(found.groups())
        time.sleep(0.3)
    raise SystemExit("No sign-in mail came: is the worker running?")


def take(page: Page, name: str, *words: str) -> None:
    """One picture for each width, or for those named."""
    for word in words or WIDTHS:
        width = WIDTHS[word]
        page.set_viewport_size({"width": width, "height": 800})
        # A window as tall as the page: the save bar, which sticks to the window, then lies at the page's end.
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")  # focus may have taken it down
        page.screenshot(path=FOLDER / f"{name}-{word}.png")


def visit(page: Page) -> None:
    """Through the shop: stop by typing, ask for a code, read the mail, see the choices."""
    open_home(page)
    take(page, "home", "wide")
    page.fill('form[action="/stop"] input[type="email"]', "someone@example.com")
    page.click('form[action="/stop"] button')
    take(page, "stopped", "phone")
    page.goto(f"{HOME}/sign-in")
    page.fill("input[type=email]", SHOPPER)
    page.click("main form button")
    code = code_from_inbox(page)
    take(page, "inbox", "wide")
    page.goto(f"{HOME}/sign-in/code")
    page.fill("input[name=code]", code)
    page.click('form[action="/sign-in/code"] button')
    page.goto(f"{HOME}/preferences")
    page.click("details:has-text('flea treatment') summary")
    take(page, "choices")
    page.emulate_media(color_scheme="dark")
    take(page, "choices-dark", "phone")
    page.emulate_media(color_scheme="light")
    page.goto(f"{HOME}/profile")
    take(page, "profile", "wide")
    tell_a_friend(page)


def tell_a_friend(page: Page) -> None:
    """As Sam: write a note, see the very mail, send it; then as her friend, from the link in it."""
    page.goto(f"{HOME}{PRODUCT}/tell")
    page.fill("input[name=friend_name]", "Nora")
    page.fill("input[name=friend_email]", "nora@friends.example")
    page.select_option("select[name=country]", "US")
    page.fill("input[name=first_name]", "Sam")
    page.fill("textarea[name=note]", "Hangs flat, and the bail holds.")
    page.click("main form button")
    take(page, "friend-preview", "wide")
    page.click("button:has-text('Send one email')")
    link = link_to_friend(page)
    page.context.clear_cookies()
    page.goto(link)
    take(page, "friend-page", "phone")


def link_to_friend(page: Page) -> str:
    """The address in the note that came."""
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        page.goto(f"{HOME}/dev/inbox?view=text")
        found = re.search(rf"{HOME}/friend/[A-Za-z0-9_-]{{58}}", page.inner_text("main"))
        if found:
            return found[0]
        time.sleep(0.3)
    raise SystemExit("No note came: is the worker running?")


def visit_mail_desk(page: Page, environ: dict[str, str]) -> None:
    """What the mail clerk tends."""
    sign_in_at_desk(page, environ, MAIL_CLERK)
    page.goto(f"{HOME}/staff/mail")
    take(page, "mail-desk", "wide")


def visit_notes_desk(page: Page, environ: dict[str, str]) -> None:
    """What the privacy officer decides about notes to friends."""
    sign_in_at_desk(page, environ, PRIVACY_OFFICER)
    page.goto(f"{HOME}/staff/friends")
    take(page, "notes-desk", "wide")


def sign_in_at_desk(page: Page, environ: dict[str, str], member: str) -> None:
    """Password and code of one of the demo's accounts."""
    page.goto(f"{HOME}/staff/sign-in")
    page.fill("input[name=email]", member)
    page.fill("input[type=password]", DEMO_PASSWORD)
    page.click("main form button")
    code = subprocess.run([*FLASK, "staff", "code", member], cwd=ROOT, env=environ, capture_output=True, check=True)
    page.fill("input[name=code]", code.stdout.decode().strip())
    page.click("main form button")


def visit_phone_desk(page: Page, environ: dict[str, str]) -> None:
    """A caller asks for no more paper."""
    sign_in_at_desk(page, environ, CLERK)
    page.goto(f"{HOME}/staff/phone")
    page.fill("input[name=whom]", CALLER)
    page.click('main form[action="/staff/phone/search"] button:has-text("Search")')
    page.click("button:has-text('Stop paper')")
    page.wait_for_url("**/staff/phone/stops/*")
    take(page, "phone-desk", "wide")


def visit_desk(page: Page, environ: dict[str, str]) -> None:
    """What readers see of a product, and what its moderator sees."""
    open_home(page)
    page.goto(HOME + PRODUCT)
    take(page, "product", "wide")
    sign_in_at_desk(page, environ, MODERATOR)
    page.goto(f"{HOME}/staff/reviews?marked=1")
    page.click("button:has-text('Read this one')")
    take(page, "desk", "wide")


def someone(browser: Browser) -> Page:
    """A visitor nobody knows yet."""
    return browser.new_context(locale="en-US", timezone_id="America/Chicago").new_page()


def main() -> None:
    """Start the shop and take the pictures."""
    FOLDER.mkdir(exist_ok=True)
    chromium = subprocess.run([ROOT / "deploy/find.sh", "chromium"], capture_output=True, text=True, check=True)
    flags = ["--disable-background-networking", *(["--no-sandbox"] if os.getuid() == 0 else [])]
    with demo_shop() as environ, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.stdout.strip(), args=flags)
        visit(someone(browser))
        for visit_as_staff in (visit_desk, visit_phone_desk, visit_mail_desk, visit_notes_desk):
            visit_as_staff(someone(browser), environ)
        browser.close()


if __name__ == "__main__":
    main()
