"""The log: one line an event, as JSON in production and readable in development, with nobody's address in it.

What we write ourselves names no address, token or person. This is the second net, for what others put into their messages:
addresses and long random strings are masked, and in production an error is told by its type and its places in the code,
because its message may quote whatever it stumbled over.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict

from app.core import clock
from app.core.settings import ROOT, Settings

# \w covers letters beyond ASCII: an address with ü is an address.
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|%40)[\w.-]+")
# Tokens, keys, ids of sessions and subjects: long with a digit, or longer with letters of both cases.
_LONG = re.compile(r"(?=[\w-]*\d)[\w-]{20,}|(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{30,}")
_QUIET = ("alembic", "huey", "werkzeug")


def init_logs(settings: Settings) -> None:
    """Send the log to standard error. Called again, as tests do, it replaces what it did before."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _Ours)]:
        root.removeHandler(handler)
    ours = _Ours()
    ours.setFormatter(formatter(as_json=settings.is_production))
    root.addHandler(ours)
    logging.getLogger("sayso").setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Ours(logging.StreamHandler[Any]):
    """Our handler, recognisable. Looks up standard error at each line, because test runners exchange it."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def formatter(as_json: bool) -> logging.Formatter:
    """Makes lines of log records."""
    last = structlog.processors.JSONRenderer() if as_json else _line
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _at],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _places if as_json else _traceback,
            _masked,
            last,
        ],
    )


def mask(text: str) -> str:
    """The text without addresses and long random strings."""
    return _LONG.sub("…", _ADDRESS.sub("•@•", text))


def _at(_logger: Any, _method: str, event: EventDict) -> EventDict:
    event["at"] = clock.now().isoformat(timespec="milliseconds")
    return event


def _places(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Where an error happened, from the outside in, and of which type it was; not what it said."""
    found = event.pop("exc_info", None)
    if isinstance(found, tuple) and found[0] is not None:
        event["error"] = found[0].__name__
        event["places"] = [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(found[2])]
    return event


def _short(path: str) -> str:
    return path.removeprefix(f"{ROOT}/").rpartition("site-packages/")[2]


def _traceback(_logger: Any, _method: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    if isinstance(found, tuple) and found[0] is not None:
        event["traceback"] = "".join(traceback.format_exception(*found))
    return event


def _masked(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {key: mask(value) if isinstance(value, str) and key != "at" else value for key, value in event.items()}


def _line(_logger: Any, _method: str, event: EventDict) -> str:
    start = f"{event['at'][11:19]} {event['level']:<7} {event['event']}"
    return start + (f"\n{event['traceback']}" if "traceback" in event else "")
