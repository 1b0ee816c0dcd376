"""The certificates SNS signs with: pinned by the shop, or fetched from Amazon once and kept."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from app.core import clock
from app.mailroom.providers.base import NotGenuine, NotNow
from app.mailroom.providers.outgoing import Fetch, NotFetched, sns_url

_PATH = re.compile(r"/SimpleNotificationService-[0-9A-Za-z]{1,80}\.pem", re.ASCII)
# Whoever knows a topic could have us ask Amazon for certificates that do not exist; the right one comes about once a year.
FETCHES, WITHIN = 6, timedelta(minutes=1)


class Certificates:
    """Where keys come from. `fetch` gets a certificate's bytes from its address; tests bring one of their own."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._kept: dict[str, bytes] = {}
        self._asked: deque[datetime] = deque(maxlen=FETCHES)

    def keys(self, url: str, pinned: bytes, folder: Path) -> list[RSAPublicKey]:
        """The keys that may have signed. `pinned`: PEM, used instead of anything fetched. `folder` keeps what was fetched.

        Raises NotGenuine where the address is none of SNS's, NotNow where the certificate can't be had.
        """
        found = sns_url(url)
        if found is None or found.query or not _PATH.fullmatch(found.path):
            raise NotGenuine("SigningCertURL is not an address of Amazon SNS.")
        return valid_keys(pinned or self._of(url, folder))

    def _of(self, url: str, folder: Path) -> bytes:
        file = folder / f"sns-{hashlib.sha256(url.encode()).hexdigest()[:32]}.pem"
        if url not in self._kept:
            with suppress(OSError):
                self._kept[url] = file.read_bytes()
        if not valid_keys(self._kept.get(url, b"")):
            self._kept[url] = self._fetched(url)
            _write(file, self._kept[url])
        return self._kept[url]

    def _fetched(self, url: str) -> bytes:
        now = clock.now()
        if len(self._asked) == FETCHES and now - self._asked[0] < WITHIN:
            raise NotNow("The certificate can’t be fetched right now.")
        self._asked.append(now)
        try:
            pem = self._fetch(url)
        except NotFetched as why:
            raise NotNow(f"The certificate could not be fetched ({why}).") from None
        if not valid_keys(pem):
            raise NotNow("What was fetched is no certificate that is valid now.")
        return pem


def _write(file: Path, pem: bytes) -> None:
    """In one step: another process may read it now. Where it can't be written, the next start asks Amazon once more."""
    mine = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with suppress(OSError):
        mine.write_bytes(pem)
        mine.replace(file)


def valid_keys(pem: bytes) -> list[RSAPublicKey]:
    """The RSA keys of the certificates in a PEM file that are valid now; none where it can't be read."""
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError:
        return []
    return list(_rsa(each for each in found if each.not_valid_before_utc <= clock.now() <= each.not_valid_after_utc))


def _rsa(found: Iterable[x509.Certificate]) -> Iterable[RSAPublicKey]:
    for each in found:
        key = each.public_key()
        if isinstance(key, RSAPublicKey):
            yield key
