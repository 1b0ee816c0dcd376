"""Our own signature: it verifies by the record that doctor prints, covers what it must, and a wrong key stops the start."""

import base64
import re
from collections.abc import Callable
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from app import outbox
from app.core.mail_settings import MailSettings
from app.core.messages import Letter
from app.core.refusals import BadSetting
from tests.outbox.office import Writer, a_letter, kept_mails, with_writer

SEED = bytes(range(32))
URL = "https://choices.example.com/u/" + "X" * 58


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "dkim.key"
    path.write_bytes(base64.b64encode(SEED) + b"\n")
    return path


@pytest.fixture
def app(make_app: Callable[..., Flask], writer: Writer, key_file: Path) -> Flask:
    return with_writer(make_app(DKIM_KEY=str(key_file), DKIM_SELECTOR="sayso2026", DKIM_DOMAIN="example.com"), writer)


def pem(private: object) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined,no-any-return]


def verifies(content: bytes) -> bool:
    """What a receiver says that finds our record in DNS."""
    record = outbox.dns_record() or ""
    found = re.match(r'(\S+) IN TXT "(.*)"', record)
    assert found

    def dnsfunc(name: bytes, timeout: int = 5) -> bytes | None:
        return found[2].encode() if name.decode() == found[1] else None

    return bool(dkim.verify(content, dnsfunc=dnsfunc))


def mailed(writer: Writer, letter: Letter | None = None) -> bytes:
    outbox.deliver(writer.post(letter or a_letter(name="Zoë")))
    return kept_mails()[-1].read_bytes()


def test_a_mail_verifies_by_the_record_that_is_published(office: Flask, writer: Writer) -> None:
    content = mailed(writer, Letter("zoë@example.com", a_letter().context, "bea@example.com", URL))
    assert content.count(b"DKIM-Signature:") == 1
    assert verifies(content)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"Hello Zo", b"Hullo Zo"), (b"Subject: A", b"Subject: B"), (b"\r\nTo: ann", b"\r\nTo: eve")],
)
def test_a_mail_that_was_changed_fails(old: bytes, new: bytes, office: Flask, writer: Writer) -> None:
    content = mailed(writer)
    assert old in content
    assert not verifies(content.replace(old, new, 1))


@pytest.mark.parametrize("name", ["From", "Subject", "List-Unsubscribe", "Reply-To"])
def test_nobody_can_add_a_header_that_readers_go_by(name: str, office: Flask, writer: Writer) -> None:
    assert not verifies(f"{name}: eve@example.com\r\n".encode() + mailed(writer))


def test_the_signature_covers_both_list_headers(office: Flask, writer: Writer) -> None:
    content = mailed(writer, Letter("ann@example.com", a_letter().context, stop_url=URL))
    covered = re.sub(rb"\s", b"", content.partition(b"bh=")[0]).partition(b"h=")[2].rstrip(b";").split(b":")
    assert {b"list-unsubscribe", b"list-unsubscribe-post", b"auto-submitted", b"message-id"} <= set(covered)
    assert covered.count(b"from") == covered.count(b"subject") == 2


def test_without_a_key_the_relay_signs(make_app: Callable[..., Flask], writer: Writer) -> None:
    with with_writer(make_app(), writer).app_context():
        assert b"DKIM-Signature" not in mailed(writer)
        assert outbox.dns_record() is None


def test_a_key_in_pem_is_the_same_key(key_file: Path) -> None:
    environ = {"DKIM_KEY": str(key_file), "DKIM_SELECTOR": "s"}
    key_file.write_bytes(pem(Ed25519PrivateKey.from_private_bytes(SEED)))
    found = MailSettings.from_environ(environ).dkim
    assert found and found.seed == SEED
    assert "seed" not in repr(found)


@pytest.mark.parametrize(
    "content", [b"", b"short", b"\xff" * 32, base64.b64encode(b"x" * 31), b"-----BEGIN nothing", b"RSA"]
)
def test_a_wrong_key_stops_the_start_with_one_line(content: bytes, key_file: Path) -> None:
    key_file.write_bytes(pem(generate_private_key(65537, 2048)) if content == b"RSA" else content)
    with pytest.raises(BadSetting, match=r"^DKIM_KEY: dkim.key holds no ed25519 private key\. .*$"):
        MailSettings.from_environ({"DKIM_KEY": str(key_file), "DKIM_SELECTOR": "s"})


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"DKIM_KEY": "nowhere.key", "DKIM_SELECTOR": "s"}, "DKIM_KEY"),
        ({"DKIM_SELECTOR": "s"}, "DKIM_KEY"),
        ({"DKIM_KEY": "nowhere.key"}, "DKIM_SELECTOR"),
        ({"DKIM_KEY": "nowhere.key", "DKIM_SELECTOR": "a b"}, "DKIM_SELECTOR"),
        ({"DKIM_KEY": "nowhere.key", "DKIM_SELECTOR": "s", "DKIM_DOMAIN": "-x-"}, "DKIM_DOMAIN"),
    ],
)
def test_a_half_set_signature_stops_the_start(environ: dict[str, str], name: str) -> None:
    with pytest.raises(BadSetting) as no:
        MailSettings.from_environ(environ)
    assert no.value.sentence.startswith(name)


def test_doctor_says_what_to_publish(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["doctor"]).stdout
    assert (
        'sayso2026._domainkey.example.com. IN TXT "v=DKIM1; k=ed25519; p=A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="'
        in said
    )


@pytest.mark.parametrize(
    ("domain", "mode", "faults"),
    [
        ("jefferspet.com", 0o600, 0),
        ("mail.jefferspet.com", 0o600, 0),
        ("example.com", 0o600, 1),
        ("jefferspet.com", 0o644, 1),
    ],
)
def test_doctor_names_what_makes_a_signature_worthless(
    domain: str, mode: int, faults: int, make_app: Callable[..., Flask], key_file: Path
) -> None:
    key_file.chmod(mode)
    with make_app(DKIM_KEY=str(key_file), DKIM_SELECTOR="s", DKIM_DOMAIN=domain).app_context():
        assert len(list(outbox.signing_faults())) == faults
