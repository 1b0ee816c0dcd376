"""Settings: read once from the environment, checked, frozen. A wrong one stops the start with one clear line."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.core.brand import Brand, load_brand
from app.core.keys import KeyRing, new_key, parse_ring
from app.core.mail_settings import MailSettings
from app.core.refusals import BadSetting

ROOT = Path(__file__).resolve().parents[2]
BUILT_IN_BRAND = ROOT / "brands" / "jeffers.toml"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET_LENGTH = 32
RINGS = ("FINGERPRINT_KEYS", "SEAL_KEYS", "FIELD_KEYS")
MAIL_SCHEMES = ("smtp", "smtps", "folder", "inbox")
QUEUE_SCHEMES = ("sqlite", "postgresql", "redis")


@dataclass(frozen=True)
class Settings:
    """Everything the environment may say. Built by `from_environ` only."""

    env: str
    instance: Path
    host: str
    port: int
    database_url: str
    queue_url: str
    limits_url: str
    mail_url: str
    mail_only_to: str
    mail: MailSettings
    public_url: str
    secret_keys: tuple[bytes, ...]
    fingerprint_keys: KeyRing
    seal_keys: KeyRing
    field_keys: KeyRing
    brand: Brand
    trusted_proxies: int
    trusted_hosts: tuple[str, ...]

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def has_inbox(self) -> bool:
        """Whether mails stay on this machine, in the development inbox."""
        return self.mail_url.startswith("inbox:") and not self.is_production

    @property
    def inbox_folder(self) -> Path:
        return self.instance / "inbox"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str], instance: Path | None = None) -> Settings:
        """Read and check the environment. Raises BadSetting naming the variable and what to write instead."""
        env = _choice(environ, "SHOP_ENV", "development", ("development", "production"))
        folder = (instance or Path(environ.get("INSTANCE_PATH") or ROOT / "instance")).resolve()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # addresses and keys: nobody else on this machine
        port = _number(environ, "PORT", 8000, 1, 65535)
        public_url = _public_url(environ.get("PUBLIC_URL") or f"http://127.0.0.1:{port}", env)
        keys = _keys(environ, env, folder)
        return cls(
            env=env,
            instance=folder,
            host=environ.get("HOST") or "127.0.0.1",
            port=port,
            database_url=_database(environ.get("DATABASE_URL") or f"sqlite:///{folder / 'sayso.db'}"),
            queue_url=_queue(environ.get("QUEUE_URL") or f"sqlite:///{folder / 'queue.db'}"),
            limits_url=_limits(environ.get("LIMITS_URL") or "memory://"),
            mail_url=_mail(environ.get("MAIL_URL") or "inbox:", env),
            mail_only_to=environ.get("MAIL_ONLY_TO", ""),
            mail=MailSettings.from_environ(environ),
            public_url=public_url,
            secret_keys=_secrets(keys["SECRET_KEYS"]),
            fingerprint_keys=parse_ring("FINGERPRINT_KEYS", keys["FINGERPRINT_KEYS"]),
            seal_keys=parse_ring("SEAL_KEYS", keys["SEAL_KEYS"]),
            field_keys=parse_ring("FIELD_KEYS", keys["FIELD_KEYS"]),
            brand=_brand(environ.get("BRAND"), env),
            trusted_proxies=_number(environ, "TRUSTED_PROXIES", 0, 0, 10),
            trusted_hosts=_hosts(environ.get("TRUSTED_HOSTS", ""), public_url, env),
        )


def current() -> Settings:
    """The settings of the running application."""
    found = current_app.extensions["settings"]
    assert isinstance(found, Settings)
    return found


def _choice(environ: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name) or default
    if value not in allowed:
        raise BadSetting(f"{name} is {value!r}. Write one of: {', '.join(allowed)}.")
    return value


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdecimal() or not low <= int(text) <= high:
        raise BadSetting(f"{name} is {text!r}. Write a whole number from {low} to {high}.")
    return int(text)


def _public_url(text: str, env: str) -> str:
    parts = _split(text)
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path.strip("/")
        or parts.query
    ):
        raise BadSetting("PUBLIC_URL is the address people see, like https://choices.example.com (no path).")
    if env == "production" and parts.scheme != "https":
        raise BadSetting("PUBLIC_URL must start with https:// in production.")
    return text.rstrip("/")


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return None
    return parts


def _hosts(text: str, public_url: str, env: str) -> tuple[str, ...]:
    own = urlsplit(public_url).hostname or ""
    more = tuple(filter(None, (part.strip() for part in text.split(","))))
    return (own, *more) if env == "production" else tuple(dict.fromkeys((own, *more, *LOOPBACK)))


def _database(text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise BadSetting("DATABASE_URL is sqlite:///path or postgresql://user:password@host/name.") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadSetting("DATABASE_URL: SQLite and PostgreSQL are the databases this site runs on.")
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        url = url.set(database=str(Path(url.database).resolve()))  # the same file, whoever opens it from wherever
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def _queue(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme not in QUEUE_SCHEMES or not rest.strip("/"):
        raise BadSetting("QUEUE_URL is sqlite:///path, postgresql://user:password@host/name or redis://host.")
    return text


def _limits(text: str) -> str:
    scheme = text.partition(":")[0]
    if scheme not in ("memory", "redis"):
        raise BadSetting("LIMITS_URL is memory:// or redis://host:port.")
    return text


def _mail(text: str, env: str) -> str:
    scheme = text.partition(":")[0]
    if scheme not in MAIL_SCHEMES:
        raise BadSetting("MAIL_URL is smtp://user:password@host:port, smtps://… or folder:///path.")
    if env == "production" and scheme == "inbox":
        raise BadSetting("MAIL_URL is not set. In production name a mail server: smtp://user:password@host:port.")
    return text


def _brand(path: str | None, env: str) -> Brand:
    if not path and env == "production":
        raise BadSetting("BRAND is not set. In production name the brand file, even the built-in brands/jeffers.toml.")
    return load_brand(Path(path) if path else BUILT_IN_BRAND)


def _secrets(text: str) -> tuple[bytes, ...]:
    found = tuple(part.strip().encode() for part in text.split(",") if part.strip())
    if not found or any(len(secret) < SECRET_LENGTH for secret in found):
        raise BadSetting(f"SECRET_KEYS: each key needs {SECRET_LENGTH} characters or more. Make one with `make keys`.")
    return found


def _keys(environ: Mapping[str, str], env: str, folder: Path) -> dict[str, str]:
    """Keys from the environment; in development the missing ones are made once under the instance folder."""
    names = ("SECRET_KEYS", *RINGS)
    missing = [name for name in names if not environ.get(name)]
    if missing and env == "production":
        raise BadSetting(f"{', '.join(missing)} not set. Production makes no keys of its own: see docs/operations.md.")
    made = _made_keys(folder) if missing else {}
    return {name: environ.get(name) or made[name] for name in names}


def _made_keys(folder: Path) -> dict[str, str]:
    path = folder / "keys.env"
    if not path.exists():
        lines = [f"SECRET_KEYS={secrets.token_urlsafe(48)}", *(f"{name}=1:{new_key()}" for name in RINGS)]
        # A second process may start at the same moment: the first to link its file wins, both read the same.
        mine = path.with_name(f"keys.{os.getpid()}.{secrets.token_hex(4)}")
        mine.touch(mode=0o600)
        mine.write_text("\n".join(lines) + "\n")
        with suppress(FileExistsError):
            os.link(mine, path)
        mine.unlink()
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
