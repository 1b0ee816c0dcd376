"""Brand files."""

from datetime import date
from pathlib import Path

import pytest

from app.core.brand import Brand, load_brand
from app.core.refusals import BadSetting
from app.core.settings import BUILT_IN_BRAND, ROOT

EXAMPLE = ROOT / "brands" / "example.toml"


@pytest.mark.parametrize("path", sorted((ROOT / "brands").glob("*.toml")), ids=lambda path: path.name)
def test_each_brand_file_we_ship_loads(path: Path) -> None:
    brand = load_brand(path)
    assert brand.policies[0].in_force_on <= date(2026, 12, 31)
    assert brand.zone.key == brand.zone_name
    assert all(line in brand.postal_line for line in brand.postal_lines)


def test_the_built_in_brand_carries_the_facts_of_the_policy() -> None:
    brand = load_brand(BUILT_IN_BRAND)
    facts = (brand.postal_line, brand.phone, brand.california_subject, brand.privacy_subject, brand.zone_name)
    assert "PO Box 100, Dothan, AL 36302" in facts[0].replace("P.O.", "PO")
    assert "800-533-3377" in facts[1]
    assert facts[2:] == ("California Privacy Rights", "Privacy Information Request", "America/Chicago")


def test_the_example_tells_nobody_elses_facts() -> None:
    text = EXAMPLE.read_text(encoding="utf-8").lower()
    assert "jeffers" not in text
    assert "dothan" not in text


WRONG = [
    ("zone_name =", "zone = ", "zone_name"),
    ('zone_name = "', 'zone_name = "Mars/', "America/Chicago"),
    ("[colours]", '[colours]\npink = ["#000000", "#ffffff"]', "colours"),
    ("version = ", 'version = "one"\nold = ', "version"),
    ("in_force_on = ", 'in_force_on = "yesterday"\nold = ', "in_force_on"),
    ("\n[[policy]]", "\nnonsense [[policy]]", "TOML"),
    ("\n[[policy]]", "\n[[policies]]", "has no [[policy]]"),
    ("postal_lines = [", "postal_lines = [] #", "postal_lines must hold"),
    ("postal_lines = [", 'postal_lines = "PO Box 1" #', "postal_lines is a list"),
    ("\nname = ", "\nname = 1 #", "name as text"),
    ("tell_a_friend = true", 'tell_a_friend = "yes"', "true or false"),
    ('["EEA", "GB"]', '"GB"', "list like"),
    ('["EEA", "GB"]', '["the UK"]', "list like"),
]


@pytest.mark.parametrize(("old", "new", "says"), WRONG)
def test_a_bad_brand_file_names_the_file_and_the_mend(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refused:
        changed(tmp_path, old, new)
    assert refused.value.sentence.startswith("BRAND: shop.toml")
    assert says in refused.value.sentence


GIFTS = (
    "tell_a_friend_reward = 5",
    "referral_reward = '10 % off'",
    "referral_points = 100",
    "friend_bonus = true",
    "[tell_a_friend]\nreward = 5",
    "[referral]\ncoupon = 'HAY10'",
)


@pytest.mark.parametrize("gift", GIFTS)
def test_nothing_can_be_given_for_telling_a_friend(gift: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refused:
        changed(tmp_path, "tell_a_friend = true\n", "", f"\n{gift}\n\n[colours]")
    assert "makes the shop the sender" in refused.value.sentence


def test_notes_from_friends_are_on_unless_the_brand_says_otherwise(tmp_path: Path) -> None:
    assert load_brand(BUILT_IN_BRAND).tell_a_friend
    assert load_brand(BUILT_IN_BRAND).tell_a_friend_refused is None
    assert not changed(tmp_path, "tell_a_friend = true", "tell_a_friend = false").tell_a_friend


def changed(folder: Path, old: str, new: str, colours: str = "\n[colours]") -> Brand:
    text = EXAMPLE.read_text(encoding="utf-8").replace("\n[colours]", colours)
    assert old in text
    path = folder / "shop.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_brand(path)


def test_policy_versions_rise() -> None:
    brand = load_brand(BUILT_IN_BRAND)
    versions = [policy.version for policy in brand.policies]
    assert versions == sorted(set(versions))
