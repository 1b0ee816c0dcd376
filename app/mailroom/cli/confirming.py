"""`flask mail confirm-ses`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.core.commands import mail
from app.core.database import session
from app.core.refusals import Refusal
from app.core.settings import current
from app.mailroom.providers.outgoing import NotFetched, fetch
from app.mailroom.providers.subscriptions import answer, waiting_questions


class NotConfirmed(Refusal):
    """SNS could not be reached, or said no."""


@mail.command("confirm-ses")
@click.option("--show", is_flag=True, help="Only print the addresses, to be opened in a browser that can reach Amazon.")
@with_appcontext
def confirm_ses(show: bool) -> None:
    """Answer SNS, which asked whether this site wants what a topic of SES_TOPICS says."""
    waiting = [each for each in waiting_questions() if each.topic in current().mail.ses_topics]
    if not waiting:
        click.echo("SNS asks nothing. Request the confirmation again at the subscription, and look at SES_TOPICS.")
    for question in waiting:
        topic, url = question.topic, question.url
        if not show:
            try:
                answer(question, fetch)
            except NotFetched as why:
                raise NotConfirmed(f"{topic}: not confirmed ({why}). Request the confirmation again.") from None
            session().commit()
        click.echo(url if show else f"{topic}: confirmed.")
