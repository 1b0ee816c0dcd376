"""Take my data with me: from the question to the page on her own disk, opened without any network."""

from pathlib import Path
from zipfile import ZipFile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from app.dossier.jobs import build_copies
from tests.cast import ANN, ann
from tests.journeys.shop import Shop, code_in, links_in
from tests.journeys.visitor import DESK, PHONE, SIDEWAYS, TWO_LANES, VIOLATIONS, Visitor


def signs_in(visitor: Visitor, shop: Shop) -> None:
    visitor.open("/profile/copy")
    visitor.fill("Your email address", ANN)
    visitor.press("Email me a link and a code")
    shop.deliver()
    visitor.fill("Six-digit code", code_in(shop.newest_mail(ANN)))
    visitor.press("Open my choices")


def worker(shop: Shop) -> None:
    """What the bell or the next minute does."""
    with shop.app.app_context():
        build_copies()
    shop.deliver()


def unpacked(visitor: Visitor, folder: Path) -> Path:
    with visitor.page.expect_download() as coming:
        visitor.button("Download my copy").click()
    coming.value.save_as(folder / "copy.zip")
    with ZipFile(folder / "copy.zip") as archive:
        archive.extractall(folder)
    return folder / "index.html"


def faults_of(page: Page) -> list[str]:
    """What axe and a narrow screen find on the page from the disk. Its own policy lets no script of ours in but this one."""
    found = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        found += ["too wide"] if page.evaluate(SIDEWAYS) > 0 else []
        page.evaluate(Axe().axe_script)
        found += [f"{one['id']}: {one['nodes'][0]['html']}" for one in page.evaluate(VIOLATIONS)]
    return found


@TWO_LANES
def test_from_the_question_to_a_page_that_opens_offline(
    visitor: Visitor, shop: Shop, browser: Browser, tmp_path: Path
) -> None:
    with shop.app.app_context():
        ann()
    signs_in(visitor, shop)
    visitor.press("Make my copy")
    visitor.reads("parts are written.")
    worker(shop)
    (link,) = [one for one in links_in(shop.newest_mail(ANN)) if "/profile/copy/" in one]
    visitor.open(link)
    visitor.reads("Your copy is ready")
    file = unpacked(visitor, tmp_path)
    asked: list[str] = []
    page = browser.new_context(offline=True).new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.get_by_text("1 Elm Street").count() == 1
    assert asked == [file.as_uri()]
    assert faults_of(page) == []
    visitor.open("/profile/copy")
    visitor.reads("You downloaded a copy")
