"""Static files under names that carry a hash of their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.responders import Redirect, StaticFile

_HASHED = re.compile(r"^/static/.+\.[0-9a-f]{10}\.[a-z0-9]+$")
FOREVER = 31_536_000


@cache
def assets_in(folder: Path) -> Assets:
    """The files of a folder as they were when it was first asked for."""
    return Assets(folder)


class Assets:
    """The files of `static/`, each under `/static/<name>.<hash>.<ending>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._served: dict[str, StaticFile | Redirect] = {}
        self.urls = {str(path.relative_to(folder)): self._url(path) for path in self._files()}

    def _files(self) -> list[Path]:
        return sorted(p for p in self._folder.rglob("*") if p.is_file() and p.suffix not in (".gz", ".br"))

    def _url(self, path: Path) -> str:
        name = path.relative_to(self._folder)
        if name.suffix == ".woff2":
            return f"/static/{name}"  # the style sheet names fonts; a new font gets a new file name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        return f"/static/{name.with_suffix('')}.{digest}{name.suffix}"

    def url(self, name: str) -> str:
        """The address of a file in `static/`. Raises KeyError for a name that is not there: a typo stops the page."""
        return self.urls[name]

    def serve(self, app: Flask) -> None:
        """Put the files in front of the application, with their compressed siblings where those exist."""

        def immutable(_path: str, url: str) -> bool:
            return bool(_HASHED.match(url)) or url.endswith(".woff2")

        white = WhiteNoise(app.wsgi_app, max_age=FOREVER, immutable_file_test=immutable)
        if not self._served:  # looked at once, however many applications serve them
            for name, url in self.urls.items():
                white.add_file_to_dictionary(url, str(self._folder / name))
            self._served = white.files
        white.files = self._served
        app.wsgi_app = white  # type: ignore[method-assign]  # the documented way to wrap a site
