"""Prints a fresh set of keys as lines for an environment file. Keep a copy where the backups are not."""

import secrets

from app.core.keys import new_key
from app.core.settings import RINGS


def main() -> None:
    """One line for each keyring."""
    print(f"SECRET_KEYS={secrets.token_urlsafe(48)}")
    for name in RINGS:
        print(f"{name}=1:{new_key()}")


if __name__ == "__main__":
    main()
