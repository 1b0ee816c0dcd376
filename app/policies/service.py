"""Storing the brand's policy versions and showing them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import nh3
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlalchemy import func, select

from app.core import clock, settings
from app.core.brand import Brand
from app.core.database import session
from app.core.refusals import BadSetting, NotFound
from app.policies.models import PolicyVersion

_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h3", "br"}


@dataclass(frozen=True)
class Section:
    """A part of the policy under one heading: anchor, title, sanitised HTML."""

    id: str
    title: str
    html: Markup


def store_policies(brand: Brand) -> int:
    """Keep each version of the brand's policy once. Returns how many are new. Flushes.

    Raises BadSetting when the words of a kept version changed: people agreed to the words, so a change is a new version.
    """
    kept = {row.version: row for row in session().scalars(select(PolicyVersion))}
    new = 0
    for text in brand.policies:
        digest = hashlib.sha256(text.body.encode()).hexdigest()
        if text.version not in kept:
            session().add(
                PolicyVersion(
                    version=text.version,
                    in_force_on=text.in_force_on,
                    body=text.body,
                    sha256=digest,
                    stored_at=clock.now(),
                )
            )
            new += 1
        elif kept[text.version].sha256 != digest:
            raise BadSetting(f"The words of policy version {text.version} changed. Add the change as a new version.")
    session().flush()
    return new


def current_version() -> int:
    """The number of the version in force today in the shop's zone. 0 when none is stored."""
    today = clock.today(settings.current().brand.zone)
    found = session().scalar(select(func.max(PolicyVersion.version)).where(PolicyVersion.in_force_on <= today))
    return int(found or 0)


def versions() -> list[PolicyVersion]:
    """Every version in force by today, newest first."""
    today = clock.today(settings.current().brand.zone)
    statement = select(PolicyVersion).where(PolicyVersion.in_force_on <= today).order_by(PolicyVersion.version.desc())
    return list(session().scalars(statement))


def version(number: int) -> PolicyVersion:
    """One version. Raises NotFound."""
    for one in versions():
        if one.version == number:
            return one
    raise NotFound(_("There is no such version of the policy."))


def altered_versions() -> list[int]:
    """Versions whose kept words are not those they were stored with."""
    kept = session().execute(select(PolicyVersion.version, PolicyVersion.body, PolicyVersion.sha256))
    return [number for number, body, digest in kept if hashlib.sha256(str(body).encode()).hexdigest() != digest]


def sections(text: PolicyVersion) -> list[Section]:
    """The Markdown body by its `## Heading {#anchor}` lines, as sanitised HTML."""
    parts = re.split(r"^## (.+?) \{#([a-z-]+)\}\s*$", text.body, flags=re.MULTILINE)
    renderer = MarkdownIt("commonmark")
    found = []
    for title, anchor, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        html = nh3.clean(renderer.render(body), tags=_TAGS, attributes={"a": {"href"}}, link_rel="noopener noreferrer")
        found.append(Section(anchor, title, Markup(html)))  # noqa: S704 — nh3 has just cleaned it
    return found
