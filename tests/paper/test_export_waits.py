"""A stop whose transaction is still open when the export begins is in the first list, not only in its repeat."""

import threading
import time

from flask import Flask

from app import consent
from app.consent import MARKETING, OFF, Change
from app.core.database import session
from tests.cast import ANN, ann, bea
from tests.makers import a_topic, an_act
from tests.paper.mailhouse import House, house

__all__ = ["house"]


def stop_slowly(app: Flask, began: threading.Event) -> None:
    """Stop Ann's paper, and commit a second later."""
    with app.app_context():
        consent.choose(consent.subject_for(ANN), [Change(MARKETING, "post", OFF)], an_act())
        began.set()
        time.sleep(1)
        session().commit()


def test_who_began_to_stop_before_the_moment_is_waited_for(app: Flask, house: House) -> None:
    a_topic("catalog", channel="post", default="on_for_customers"), ann(), bea()
    assert house.hand().pairs == {("Ann Archer", "catalog"), ("Bea Baker", "catalog")}
    session().rollback()
    began = threading.Event()
    stopping = threading.Thread(target=stop_slowly, args=(app, began))
    stopping.start()
    assert began.wait(20)
    first = house.hand()
    stopping.join()
    assert first.pairs == {("Bea Baker", "catalog")}
    assert house.hand("--as-of", first.manifest["as_of"]).bytes == first.bytes
