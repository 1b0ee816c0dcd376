"""A real SMTP server on loopback that answers as the test tells it to."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.live import free_port


@dataclass
class MailServer:
    """What it got, and what it says next. `replies` are used up one by one: `{"RCPT": ["450 later"]}`."""

    port: int
    mails: list[Envelope] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    protocols: list[SMTP] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    dies_at_data: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def connections(self) -> int:
        return len({id(protocol) for protocol in self.protocols})

    def hang_up(self) -> None:
        """Close every connection, as a server does with one that was idle for long."""
        for protocol in self.protocols:
            done = asyncio.run_coroutine_threadsafe(_closed(protocol), protocol.loop)
            done.result(5)

    def _says(self, verb: str, default: str) -> str:
        waiting = self.replies.get(verb, [])
        return waiting.pop(0) if waiting else default

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.protocols.append(server)
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._says("MAIL", "250 OK")
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._says("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.dies_at_data:
            assert server.transport is not None
            server.transport.abort()
            return "250 never heard"
        answer = self._says("DATA", "250 OK")
        if answer.startswith("250"):
            self.mails.append(envelope)
            self.encrypted.append(session.ssl is not None)
        return answer

    def login(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Takes the password `let me in`."""
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"let me in", handled=False)


async def _closed(protocol: SMTP) -> None:
    if protocol.transport is not None:
        protocol.transport.close()


@contextmanager
def mail_server(**named: Any) -> Iterator[MailServer]:
    """A server that listens until the block ends. `named` goes to aiosmtpd's SMTP (`tls_context`, `ssl_context`, …)."""
    server = MailServer(free_port())
    named.setdefault("enable_SMTPUTF8", True)
    controller = Controller(server, hostname="127.0.0.1", port=server.port, authenticator=server.login, **named)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def self_made_certificate(folder: Path) -> ssl.SSLContext:
    """Server-side TLS with a certificate for 127.0.0.1 that nobody else vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context
