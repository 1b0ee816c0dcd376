"""`flask doctor` names each fault with its mend."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.database import session
from app.factory.doctor import TRIGGERS
from app.topics import Topic, topic_by_slug
from tests.cast import ANN, BEA, ann, bea
from tests.databases import key
from tests.makers import a_no, a_yes, may

Shop = Callable[..., Flask]


def examined(app: Flask, *options: str) -> tuple[int, str]:
    """Exit code and output of `flask doctor`."""
    session().expunge_all()
    session().rollback()
    with app.app_context():
        result = app.test_cli_runner().invoke(args=["doctor", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def run(statement: str) -> None:
    """Something done behind our back."""
    session().execute(text(statement))
    session().commit()


def unguarded() -> Iterator[str]:
    """Switch one guard off, as somebody with the database's password could."""
    if session().get_bind().dialect.name == "sqlite":
        yield "DROP TRIGGER consent_entry_no_update"
    else:
        yield "ALTER TABLE consent_entry DISABLE TRIGGER consent_entry_no_change"


@pytest.fixture
def guards_back(app: Flask) -> Iterator[None]:
    """Tests on PostgreSQL share the tables, so the guard comes back."""
    yield
    with app.app_context():
        if session().get_bind().dialect.name != "sqlite":
            run("ALTER TABLE consent_entry ENABLE TRIGGER consent_entry_no_change")


def test_a_healthy_shop_is_named_so(app: Flask, app_context: None) -> None:
    ann()
    a_yes(ANN, topic_by_slug("weekly-deals"))
    code, said = examined(app)
    assert (code, "FAULT" in said) == (0, False), said


def test_every_guard_of_a_fresh_database_is_known(app_context: None) -> None:
    kind = session().get_bind().dialect.name
    stored = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    assert set(session().execute(text(stored[kind])).scalars()) == TRIGGERS[kind]


def test_a_guard_that_is_off_is_named(app: Flask, app_context: None, guards_back: None) -> None:
    for statement in unguarded():
        run(statement)
    code, said = examined(app)
    assert code == 1
    assert "Trigger consent_entry_no_" in said


def test_a_ledger_line_changed_behind_our_back_is_named(app: Flask, app_context: None, guards_back: None) -> None:
    a_no(ANN, topic_by_slug("weekly-deals"))
    for statement in unguarded():
        run(statement)
    run("UPDATE consent_entry SET state = 'on'")
    code, said = examined(app)
    assert code == 1
    assert "line 1 was changed" in said


def test_a_preference_that_left_the_ledger_is_named_and_repaired(app: Flask, app_context: None) -> None:
    topic = topic_by_slug("weekly-deals")
    for address in (ANN, BEA):
        a_yes(address, topic)
    run("UPDATE preference SET state = 'off'")
    assert examined(app)[0] == 1
    assert may(ANN, topic) == "no stopped_topic"
    code, said = examined(app, "--repair")
    assert (code, "2 preferences rebuilt" in said) == (0, True)
    assert may(ANN, topic_by_slug("weekly-deals")) == "yes chosen"


def test_a_stored_key_id_without_its_key_is_named_and_refuses_the_start(make_app: Shop) -> None:
    with make_app().app_context():
        bea()
    other = make_app(FINGERPRINT_KEYS=f"2:{key('another')}")
    with other.app_context():
        code, said = examined(other)
        assert (code, "FINGERPRINT_KEYS has no key 1" in said) == (1, True)
        started = other.test_cli_runner().invoke(args=["migrate"])
    assert started.exit_code == 2
    assert "FINGERPRINT_KEYS has no key 1" in started.output


def test_no_topic_and_no_policy_are_named(app: Flask, app_context: None) -> None:
    session().query(Topic).delete()
    run("DELETE FROM policy_version")
    code, said = examined(app)
    assert (code, said.count("FAULT")) == (1, 2)
    assert "topics load" in said


def test_a_database_of_another_version_is_named_first(app: Flask, app_context: None) -> None:
    before = session().scalar(text("SELECT version_num FROM alembic_version"))
    run("UPDATE alembic_version SET version_num = '0000'")
    code, said = examined(app)
    run(f"UPDATE alembic_version SET version_num = '{before}'")
    assert (code, "Run `flask migrate`" in said, "mail" in said) == (1, True, False)


def test_a_mail_server_that_does_not_answer_is_named(make_app: Shop) -> None:
    app = make_app(MAIL_URL="smtp://127.0.0.1:9")
    with app.app_context():
        code, said = examined(app)
    assert (code, "127.0.0.1 does not answer as a mail server" in said) == (1, True)
