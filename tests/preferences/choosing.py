"""What a person does on the preference page."""

from tests.browser import Browser

SAVE = "Save choices"


def text(page: Browser) -> str:
    assert page.page
    return page.page.text


def ticked(page: Browser) -> list[str]:
    """The slugs whose boxes are ticked on the page."""
    assert page.page
    boxes = [field for field in page.page.all("input") if field.get("name") == "topic"]
    return [str(box.get("value")) for box in boxes if box.get("checked") is not None]


def save(page: Browser, *, add: str = "", drop: str = "", **fields: str) -> None:
    """Tick, untick, press Save."""
    slugs = [slug for slug in [*ticked(page), *filter(None, [add])] if slug != drop]
    page.press(SAVE, topic=slugs, **fields)
