"""Commands belong to the process, and a process may make many applications."""

from app.topics.cli import commands
from tests.conftest import Shop


def test_a_command_is_made_to_refuse_once_however_many_applications_there_are(make_app: Shop) -> None:
    make_app()
    before = commands.commands["list"].callback
    make_app()
    assert commands.commands["list"].callback is before
