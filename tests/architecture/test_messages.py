"""The catalogue that translators start from knows every text."""

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT

CATALOGUE = ROOT / "translations/messages.pot"
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "_l": None}


def in_the_code() -> set[object]:
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: set[object] = set()
    for folder in ("app", "templates"):
        pairs = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        named = {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()}
        found |= {each[2] for each in extract_from_dir(ROOT / folder, pairs, named, KEYWORDS)}
    return found


def test_the_catalogue_is_up_to_date() -> None:
    with CATALOGUE.open("rb") as file:
        known = {message.id for message in read_po(file) if message.id}
    texts = in_the_code()
    assert texts
    # A text that also stands as the singular of a plural has one entry for both.
    texts -= {text[0] for text in texts if isinstance(text, tuple)}
    assert known == texts, "run `make messages`"
