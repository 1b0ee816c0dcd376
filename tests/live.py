"""The site on a port of this machine, served by a thread of the test: for real browsers and real mail programs."""

import functools
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, generate_adhoc_ssl_context, make_server


@dataclass(frozen=True)
class LiveSite:
    """Where the site listens, and the application behind it."""

    url: str
    app: Flask


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the base class's name for it
        """Keep the output of the tests to the tests."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@functools.cache
def certificate() -> ssl.SSLContext:
    """A certificate that nobody vouches for. Making its key takes longer than a page, so it is made once."""
    return generate_adhoc_ssl_context()


@contextmanager
def listening(make_app: Callable[..., Flask], scheme: str = "http", **environ: str) -> Iterator[LiveSite]:
    """Serve the site under its own PUBLIC_URL until the block ends."""
    port = free_port()
    url = f"{scheme}://127.0.0.1:{port}"
    app = make_app(PUBLIC_URL=url, PORT=str(port), **environ)
    context = certificate() if scheme == "https" else None
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet, ssl_context=context)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield LiveSite(url, app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
