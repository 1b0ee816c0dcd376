"""A brand: one TOML file with a retailer's facts. Pages, mails and the policy take them from here, never from code."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.refusals import BadSetting

COLOURS = ("denim", "denim_deep", "denim_tint", "hay", "saddle", "star")
_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
_CODE = re.compile(r"[A-Z]{2,3}\Z")
_GIFTS = re.compile(r"reward|referral|refer_a|bonus|points|coupon|credit|commission|incentive|prize", re.IGNORECASE)


@dataclass(frozen=True)
class PolicyText:
    """One version of the policy, as the brand file words it (Markdown)."""

    version: int
    in_force_on: date
    body: str


@dataclass(frozen=True)
class Brand:
    """A retailer's facts."""

    name: str
    organisation: str
    postal_lines: tuple[str, ...]
    phone: str
    phone_href: str
    email: str
    zone_name: str
    service_mail: str
    customer_number_hint: str
    customer_number_sample: str
    california_subject: str
    privacy_subject: str
    colours: dict[str, tuple[str, str]]
    policies: tuple[PolicyText, ...]
    tell_a_friend: bool = True  # whether shoppers may send a friend a note about a product
    # Where no such note goes: ISO 3166 codes, EU, EEA. None: what app/tell_a_friend/countries.py says.
    tell_a_friend_refused: tuple[str, ...] | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def postal_line(self) -> str:
        return ", ".join((self.organisation, *self.postal_lines))


def load_brand(path: Path) -> Brand:
    """Read a brand file. Raises BadSetting naming the file, the key and what belongs there."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadSetting(f"BRAND: there is no file {path.name}. Copy brands/example.toml and fill it in.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise BadSetting(f"BRAND: {path.name} is not readable TOML ({err}).") from None
    if not isinstance(raw.get("postal_lines", []), list):
        raise BadSetting(f"BRAND: {path.name}: postal_lines is a list of lines.")
    raw["postal_lines"] = tuple(raw.get("postal_lines", ()))
    raw["colours"] = _colours(path, raw.get("colours", {}))
    raw["policies"] = tuple(_policy(path, entry) for entry in raw.pop("policy", []))
    wanted = {field.name for field in fields(Brand)}
    if gifts := _gifts(raw, wanted):
        # Consideration for passing a mail on makes the seller its sender: FTC, CAN-SPAM rule of 2008.
        raise BadSetting(
            f"BRAND: {path.name} has {', '.join(gifts)}. Nothing can be given for telling a friend: a reward makes the shop "
            "the sender of each note, with every duty of one (FTC 2008, 73 FR 29654). Take it out."
        )
    raw["tell_a_friend_refused"] = _refused(path, raw)
    needed = {field.name for field in fields(Brand) if field.default is MISSING}
    if missing := sorted(needed - raw.keys()):
        raise BadSetting(f"BRAND: {path.name} lacks {', '.join(missing)}. See brands/example.toml.")
    if unknown := sorted(raw.keys() - wanted):
        raise BadSetting(f"BRAND: {path.name} has {', '.join(unknown)}, which no page uses. Check the spelling.")
    return _checked(path, Brand(**raw))


def _gifts(raw: dict[str, Any], known: set[str]) -> list[str]:
    """Keys that would give something for telling a friend, tables of such keys too."""
    names = [name for name in raw if name not in known]
    tables = {name: table for name, table in raw.items() if isinstance(table, dict) and name != "colours"}
    names += [f"{name}.{key}" for name, table in tables.items() for key in table]
    return sorted(name for name in names if _GIFTS.search(name))


def _refused(path: Path, raw: dict[str, Any]) -> tuple[str, ...] | None:
    """Where no note from a friend goes; None where the file leaves it to us."""
    codes = raw.get("tell_a_friend_refused")
    if type(raw.get("tell_a_friend", True)) is not bool:
        raise BadSetting(f"BRAND: {path.name}: tell_a_friend is true or false.")
    if codes is None:
        return None
    if not isinstance(codes, list) or not all(_CODE.match(str(code)) for code in codes):
        raise BadSetting(f'BRAND: {path.name}: tell_a_friend_refused is a list like ["GB", "EU", "EEA"].')
    return tuple(codes)


def _colours(path: Path, raw: dict[str, Any]) -> dict[str, tuple[str, str]]:
    for name, pair in raw.items():
        if name not in COLOURS or len(pair) != 2 or not all(_HEX.match(str(value)) for value in pair):
            raise BadSetting(f"BRAND: {path.name}: colours are {', '.join(COLOURS)}, each [light, dark] as #rrggbb.")
    return {name: (pair[0], pair[1]) for name, pair in raw.items()}


def _policy(path: Path, entry: dict[str, Any]) -> PolicyText:
    try:
        policy = PolicyText(int(entry["version"]), entry["in_force_on"], str(entry["body"]))
    except (KeyError, TypeError, ValueError):
        policy = None
    if policy is None or type(policy.in_force_on) is not date:
        raise BadSetting(f"BRAND: {path.name}: each [[policy]] needs version, in_force_on (a date) and body.")
    return policy


def _checked(path: Path, brand: Brand) -> Brand:
    if odd := [
        field.name for field in fields(Brand) if field.type == "str" and type(vars(brand)[field.name]) is not str
    ]:
        raise BadSetting(f"BRAND: {path.name}: write {', '.join(odd)} as text in quotes.")
    try:
        ZoneInfo(brand.zone_name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadSetting(f"BRAND: {path.name}: zone_name is a name like America/Chicago.") from None
    if not brand.policies:
        raise BadSetting(f"BRAND: {path.name} has no [[policy]]. A site that keeps promises needs one.")
    versions = [policy.version for policy in brand.policies]
    if versions != sorted(set(versions)):
        raise BadSetting(f"BRAND: {path.name}: policy versions must rise, each once.")
    # 16 CFR 316.2(p): every commercial mail carries a valid physical postal address; a PO box counts.
    if not brand.postal_lines:
        raise BadSetting(f"BRAND: {path.name}: postal_lines must hold a postal address (16 CFR 316.2(p)).")
    return brand
