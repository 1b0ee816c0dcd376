"""`flask mail lint`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from app.core.database import reading
from app.outbox.lint.looking import look_at_all


@click.command("lint")
@click.option(
    "--json", "as_json", is_flag=True, help="For programs: a list of mails, each with its findings and points."
)
@with_appcontext
@click.pass_context
def lint(context: click.Context, as_json: bool) -> None:
    """Render every kind of mail the site sends and look at it. A line per finding, exit 1 if there is one."""
    with reading():
        looked = list(look_at_all())
    findings = [finding for one in looked for finding in one.findings]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in looked], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.kind}: {finding.sentence} [{finding.rule}]")
        click.echo(f"{len(looked)} mails looked at, {len(findings)} findings.")
    context.exit(1 if findings else 0)
