"""Mails as files: for a program that picks them up, and for the development inbox."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from app.outbox.transports.base import Mail, StillWanted, TryAgain, Unwanted, always


class Folder:
    """Writes each mail to `<name>.eml`, whole or not at all. The same message again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, mail: Mail, still_wanted: StillWanted = always) -> None:
        """Write the file. Raises TryAgain where the folder takes none (full disk, missing right), or Unwanted."""
        draft = self.folder / f".{mail.name}.{secrets.token_hex(4)}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(draft, mail.content)
            with still_wanted() as is_wanted:
                if not is_wanted:
                    raise Unwanted
                draft.replace(self.folder / f"{mail.name}.eml")
        except OSError as error:
            raise TryAgain(is_away=True) from error
        finally:  # however it ended, nothing of a mail that did not leave stays readable
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is kept open."""


def _write(path: Path, content: bytes) -> None:
    # Readable by us alone: a mail holds an address and may hold a sign-in link.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
