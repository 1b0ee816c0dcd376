"""A build with a planted defect: it acknowledges a stop and commits it a moment later, in a thread, to answer faster."""

import shutil
from pathlib import Path

from tests.postgres import ROOT

PARTS = (
    "Makefile",
    "app",
    "brands",
    "deploy",
    "migrations",
    "requirements.txt",
    "static",
    "templates",
    "topics",
    "translations",
    "wsgi.py",
)
PAGES = "app/unsubscribe/pages.py"
SOUND = """        service.stop_by_link(token, act)
    session().commit()
    return Response("""
HASTY = """        links.read_stop(token)
        stops.put((token, act))
    return Response("""
LATER = """

import queue
import threading

from flask import Flask

stops: queue.SimpleQueue = queue.SimpleQueue()


def stop_later(app: Flask) -> None:
    while True:
        token, act = stops.get()
        with app.app_context():
            service.stop_by_link(token, act)
            session().commit()


def begin(state) -> None:
    threading.Thread(target=stop_later, args=(state.app,), daemon=True).start()


bp.record_once(begin)
"""


def hasty_build(folder: Path) -> Path:
    """A checkout with the defect, sharing our environment."""
    build = folder / "hasty"
    build.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, build / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, build / part)
    (build / ".venv").symlink_to(ROOT / ".venv")
    pages = (build / PAGES).read_text()
    assert pages.count(SOUND) == 1, "one_click reads otherwise now: plant the defect anew"
    (build / PAGES).write_text(pages.replace(SOUND, HASTY) + LATER)
    return build
