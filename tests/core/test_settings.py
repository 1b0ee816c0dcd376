"""Settings: each bad one stops the start with one clear line."""

from pathlib import Path

import pytest

from app.core.refusals import BadSetting
from app.core.settings import Settings
from tests.databases import KEYS, key

PRODUCTION = KEYS | {
    "SHOP_ENV": "production",
    "PUBLIC_URL": "https://choices.example.com",
    "MAIL_URL": "smtp://127.0.0.1:25",
    "BRAND": str(Path(__file__).resolve().parents[2] / "brands" / "jeffers.toml"),
}

WRONG = [
    ("SHOP_ENV", "staging"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PORT", "8000x"),
    ("PUBLIC_URL", "choices.example.com"),
    ("PUBLIC_URL", "ftp://choices.example.com"),
    ("PUBLIC_URL", "https://choices.example.com/path"),
    ("PUBLIC_URL", "https://choices.example.com?x=1"),
    ("PUBLIC_URL", "https://"),
    ("PUBLIC_URL", "https://[choices"),
    ("PUBLIC_URL", "https://choices.example.com:port"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://root@localhost/shop"),
    ("DATABASE_URL", "postgresql://shop@localhost:port/shop"),
    ("MAIL_URL", "http://127.0.0.1"),
    ("MAIL_URL", "mail.example.com"),
    ("SECRET_KEYS", "short"),
    ("SECRET_KEYS", f"{key('new')},short"),
    ("SECRET_KEYS", " , "),
    ("FINGERPRINT_KEYS", "x"),
    ("SEAL_KEYS", "1:short"),
    ("FIELD_KEYS", f"300:{key('x')}"),
    ("BRAND", "nowhere.toml"),
    ("LIMITS_URL", "memcached://127.0.0.1"),
    ("BOUNCE_ADDRESS", "nobody"),
    ("BOUNCE_ADDRESS", "bounces+all@example.com"),
    ("UNSUBSCRIBE_MAILBOX", "jörg@example.com"),
    ("SES_TOPICS", "bounces"),
    ("SES_TOPICS", "arn:aws:sns:us-east-1:123456789012:a,arn:aws:sqs:us-east-1:123456789012:a"),
    ("SES_SIGNATURE_VERSION", "3"),
    ("SES_CERTIFICATE", "nowhere.pem"),
    ("SES_CERTIFICATE", __file__),
    ("SES_CERTIFICATE", "/dev/null"),
    ("POSTMARK_SECRET", "short"),
    ("POSTMARK_SECRET", "with a line break\nin the middle"),
    ("TRUSTED_PROXIES", "many"),
    ("TRUSTED_PROXIES", "11"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_bad_setting_is_one_line_that_begins_with_its_name(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_environ(KEYS | {name: value}, tmp_path)
    assert refused.value.sentence.startswith(name)
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize("name", ["SECRET_KEYS", "FINGERPRINT_KEYS", "SEAL_KEYS", "FIELD_KEYS", "BRAND", "MAIL_URL"])
def test_production_starts_with_nothing_it_was_not_told(name: str, tmp_path: Path) -> None:
    Settings.from_environ(PRODUCTION, tmp_path)
    with pytest.raises(BadSetting, match=f"^{name}"):
        Settings.from_environ({k: v for k, v in PRODUCTION.items() if k != name}, tmp_path)
    assert not list(tmp_path.glob("keys*"))


@pytest.mark.parametrize(
    ("name", "value"), [("PUBLIC_URL", "http://choices.example.com"), ("PUBLIC_URL", ""), ("MAIL_URL", "inbox:")]
)
def test_production_refuses_what_is_good_enough_at_home(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=f"^{name}"):
        Settings.from_environ(PRODUCTION | {name: value}, tmp_path)


def test_at_home_keys_are_made_once_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    first, second = (Settings.from_environ({}, tmp_path) for _ in range(2))
    assert first.secret_keys == second.secret_keys
    assert first.seal_keys == second.seal_keys
    assert (tmp_path / "keys.env").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["keys.env"]


def test_a_key_of_the_environment_goes_before_a_made_one(tmp_path: Path) -> None:
    Settings.from_environ({}, tmp_path)
    given = Settings.from_environ({"SECRET_KEYS": key("mine")}, tmp_path)
    assert given.secret_keys == (key("mine").encode(),)


def test_only_a_known_host_is_answered_and_loopback_only_at_home(tmp_path: Path) -> None:
    home = Settings.from_environ(KEYS | {"TRUSTED_HOSTS": "a.example, b.example"}, tmp_path)
    assert home.trusted_hosts == ("127.0.0.1", "a.example", "b.example", "localhost", "::1")
    assert Settings.from_environ(PRODUCTION, tmp_path).trusted_hosts == ("choices.example.com",)


def test_a_postgresql_url_names_the_driver_by_itself(tmp_path: Path) -> None:
    found = Settings.from_environ(KEYS | {"DATABASE_URL": "postgresql://shop:p%40ss@db/shop"}, tmp_path)
    assert found.database_url == "postgresql+psycopg://shop:p%40ss@db/shop"


def test_a_relative_path_is_the_same_file_from_wherever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = Settings.from_environ(KEYS | {"INSTANCE_PATH": "here", "DATABASE_URL": "sqlite:///here/shop.db"})
    assert found.instance == tmp_path / "here"
    assert found.database_url == f"sqlite:///{tmp_path}/here/shop.db"
