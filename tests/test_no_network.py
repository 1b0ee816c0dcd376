"""No test leaves this machine."""

import smtplib
import socket
import urllib.request

import pytest

from tests.live import free_port
from tests.no_network import LeftTheMachine


@pytest.mark.parametrize("host", ["192.0.2.1", "mail.example.com", "2001:db8::1"])
def test_a_test_that_writes_to_another_host_is_stopped(host: str) -> None:
    with pytest.raises(LeftTheMachine):
        smtplib.SMTP(host, 25, timeout=1)


def test_a_test_that_opens_a_foreign_page_is_stopped() -> None:
    with pytest.raises(LeftTheMachine):
        urllib.request.urlopen("http://example.com/")


def test_a_test_may_talk_to_itself() -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)), socket.create_connection(("localhost", port)) as connection:
        assert connection.getpeername()[1] == port
