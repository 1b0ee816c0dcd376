"""Where the key of Amazon SNS comes from: its own hosts alone, once, and never for whoever asks often."""

import socket
from collections.abc import Iterable, Iterator
from datetime import timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.core import clock
from app.core.mail_settings import MailSettings
from app.mailroom.providers import outgoing, sns
from app.mailroom.providers.base import NotGenuine, NotNow, json_object
from app.mailroom.providers.certificates import FETCHES, WITHIN, Certificates
from app.mailroom.providers.outgoing import LARGEST, NotFetched, sns_url
from tests.mailroom.amazon import CERTIFICATE_URL, TOPIC, Amazon

FILE = "/SimpleNotificationService-1.pem"
HOSTS = ["us-east-1", "eu-central-1", "us-gov-west-1", "ap-southeast-5", "us-isob-east-1"]
GOOD = [f"https://sns.{region}.amazonaws.com{FILE}" for region in HOSTS]
GOOD += [f"https://sns.cn-north-1.amazonaws.com.cn{FILE}"]
BAD = [
    f"http://sns.us-east-1.amazonaws.com{FILE}",
    f"https://sns.us-east-1.amazonaws.com:8443{FILE}",
    f"https://sns.us-east-1.amazonaws.com@evil.example{FILE}",
    f"https://user@sns.us-east-1.amazonaws.com{FILE}",
    f"https://sns.us-east-1.amazonaws.com.evil.example{FILE}",
    f"https://evil.example/sns.us-east-1.amazonaws.com{FILE}",
    f"https://sns.s3-us-west-2.amazonaws.com{FILE}",
    f"https://sns.s3.amazonaws.com{FILE}",
    f"https://xsns.us-east-1.amazonaws.com{FILE}",
    f"https://sns.us-east-1.amazonaws.com\n{FILE}",
    f"https://sns.us-east-1.amazonaws.com\\@evil.example{FILE}",
    f"https://sns.ùs-east-1.amazonaws.com{FILE}",
    f"https://[{FILE}",
    "https://sns.us-east-1.amazonaws.com/other.pem",
    "https://sns.us-east-1.amazonaws.com/x" + FILE,
    f"https://sns.us-east-1.amazonaws.com{FILE}?x=1",
    f"https://sns.us-east-1.amazonaws.com{FILE}#x",
    f"https://sns.us-east-1.amazonaws.com{FILE} ",
    f"https://sns.us-east-1.amazonaws.com{FILE[:-4]}.txt",
    "file:///etc/passwd",
]


class Store:
    """What Amazon's host answers, and what it was asked."""

    def __init__(self, pem: bytes | None) -> None:
        self.pem = pem
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if self.pem is None:
            raise NotFetched("no connection")
        return self.pem


def moments(count: int) -> Iterable[str]:
    return (CERTIFICATE_URL.replace(".pem", f"{number}.pem") for number in range(count))


@pytest.fixture(scope="module")
def amazon() -> Amazon:
    return Amazon()


@pytest.mark.parametrize("url", GOOD)
def test_a_host_of_sns_is_asked(url: str, amazon: Amazon, tmp_path: Path) -> None:
    store = Store(amazon.pem)
    assert len(Certificates(store).keys(url, b"", tmp_path)) == 1
    assert store.asked == [url]


@pytest.mark.parametrize("url", BAD)
def test_no_other_address_is_ever_asked(url: str, amazon: Amazon, tmp_path: Path) -> None:
    store = Store(amazon.pem)
    with pytest.raises(NotGenuine):
        Certificates(store).keys(url, b"", tmp_path)
    assert store.asked == []


def test_it_is_fetched_once_even_over_a_restart(amazon: Amazon, tmp_path: Path) -> None:
    store = Store(amazon.pem)
    for kept in [*[Certificates(store)] * 2, Certificates(store)]:
        assert kept.keys(CERTIFICATE_URL, b"", tmp_path)
    assert store.asked == [CERTIFICATE_URL]


def test_half_a_file_is_fetched_anew(amazon: Amazon, tmp_path: Path) -> None:
    store = Store(amazon.pem)
    assert Certificates(store).keys(CERTIFICATE_URL, b"", tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(amazon.pem[:100])
    assert Certificates(store).keys(CERTIFICATE_URL, b"", tmp_path)
    assert len(store.asked) == 2 and file.read_bytes() == amazon.pem


def test_one_that_is_pinned_is_used_and_nothing_fetched(amazon: Amazon, tmp_path: Path) -> None:
    store = Store(Amazon().pem)
    (key,) = Certificates(store).keys(CERTIFICATE_URL, amazon.pem, tmp_path)
    assert key.public_numbers() == amazon.key.public_key().public_numbers() and store.asked == []


def test_several_may_be_pinned_for_the_days_of_a_change(amazon: Amazon, tmp_path: Path) -> None:
    pinned = Amazon().pem + amazon.pem
    settings = MailSettings(ses_topics=(TOPIC,), ses_certificate=pinned)
    sns.check(json_object(amazon.notice("x")), settings, Certificates(Store(None)), tmp_path)
    with pytest.raises(NotGenuine):
        sns.check(json_object(Amazon().notice("x")), settings, Certificates(Store(None)), tmp_path)


@pytest.mark.parametrize("pem", [None, b"", b"<html>", Amazon(ends=timedelta(hours=-1)).pem])
def test_what_is_no_valid_certificate_is_not_kept_and_amazon_may_call_again(pem: bytes | None, tmp_path: Path) -> None:
    store = Store(pem)
    kept = Certificates(store)
    for _ in range(2):
        with pytest.raises(NotNow):
            kept.keys(CERTIFICATE_URL, b"", tmp_path)
    assert len(store.asked) == 2 and not list(tmp_path.iterdir())


def test_who_names_certificate_after_certificate_makes_us_ask_a_few_times_only(amazon: Amazon, tmp_path: Path) -> None:
    store = Store(None)
    kept = Certificates(store)
    for url in moments(FETCHES * 3):
        with pytest.raises(NotNow):
            kept.keys(url, b"", tmp_path)
    assert len(store.asked) == FETCHES
    store.pem = amazon.pem
    with clock.set_to(clock.now() + WITHIN):
        assert kept.keys(CERTIFICATE_URL, b"", tmp_path)


def test_a_folder_that_cannot_be_written_is_no_reason_to_refuse(amazon: Amazon, tmp_path: Path) -> None:
    assert Certificates(Store(amazon.pem)).keys(CERTIFICATE_URL, b"", tmp_path / "nowhere")


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "https://127.0.0.1/x", "https://evil.example/"])
def test_the_way_out_leads_to_amazon_only(url: str) -> None:
    assert sns_url(url) is None
    with pytest.raises(NotFetched, match="not an address of SNS"):
        outgoing.fetch(url)


class Host(BaseHTTPRequestHandler):
    """Answers what each path names."""

    def do_GET(self) -> None:
        status, size = {"/moved": (302, 0), "/gone": (404, 9), "/huge": (200, LARGEST + 1)}.get(self.path, (200, 9))
        self.send_response(status)
        self.send_header("Location", "/good")
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(b"x" * size)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize("path", ["/moved", "/gone", "/huge"])
def test_no_redirect_is_followed_and_no_heap_is_read(path: str, port: int) -> None:
    assert outgoing.body_of(HTTPConnection("127.0.0.1", port, timeout=5), "/good") == b"x" * 9
    with pytest.raises(NotFetched, match="status"):
        outgoing.body_of(HTTPConnection("127.0.0.1", port, timeout=5), path)


def test_a_host_that_is_away_is_no_answer() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        connection = HTTPConnection("127.0.0.1", taken.getsockname()[1], timeout=5)
        with pytest.raises(NotFetched, match="Refused"):
            outgoing.body_of(connection, "/")
