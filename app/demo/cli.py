"""`flask demo …`."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from app import audit, consent, staff, suppression
from app.core import clock, settings
from app.core.database import reading, session
from app.core.progress import bar
from app.core.refusals import Refusal
from app.demo import stopping
from app.demo.calendar import LENGTH, Calendar
from app.demo.goods import told
from app.demo.history import History, Moment
from app.demo.known import known
from app.demo.mailings import mailings
from app.demo.mailroom import Mailroom
from app.demo.named import named_people
from app.demo.noting import Noting
from app.demo.opinions import opinions
from app.demo.papermail import label_of
from app.demo.plan import planned
from app.demo.reviewing import Reviewing
from app.demo.sam import SAM
from app.people import Person, person_by_address

commands = AppGroup("demo", help="The demo shop.")
BATCH = 200
PHONE_CLERK = "sue@example.com"
MAIL_CLERK, PRIVACY_OFFICER = "max@example.com", "pia@example.com"
NOTED = "flat-back-bucket-20-quart"


class OnlyInDevelopment(Refusal):
    """Invented people have no place among real ones."""


@commands.command("fill")
@click.option("--people", "count", type=click.IntRange(1, 5000), default=200, show_default=True, help="How many.")
@click.option("--if-empty", is_flag=True, help="Do nothing where the database holds any person.")
def fill(count: int, if_empty: bool) -> None:
    """Fill the shop with invented people and two years of their choices, up to yesterday.

    The same day gives the same people and choices. Addresses the shop has met before are left alone.
    """
    if settings.current().is_production:
        raise OnlyInDevelopment("The demo shop is for development. SHOP_ENV is production, so nothing was filled.")
    if if_empty and _number_of_people():
        session().rollback()
        return
    before = _number_of_people()
    days = _calendar()
    for number, moment in enumerate(bar(_moments(count, days), label="Filling the demo shop"), start=1):
        if number % BATCH == 0 or moment.takes_limits:
            session().commit()
        moment.live()
    added = _number_of_people() - before
    consent.seal_heads()
    audit.note("command", "demo.fill", values={"people": (None, str(added))})
    audit.check_trail()
    session().commit()
    click.echo(f"{added} invented people are in the demo shop.")


@commands.command("who")
def who() -> None:
    """The people of the demo shop to sign in as, where they are there, and the accounts at its desk; nothing elsewhere."""
    with reading():
        for one in named_people(_calendar()):
            if person_by_address(one.address):
                click.echo(f"{one.address:16} {one.note}")
        if not settings.current().is_production:
            _say_pages()
            _say_desk()


def _say_pages() -> None:
    """What to look at as Sam, and the code on the label of her newest catalog, which anybody may type."""
    home, sam = settings.current().public_url, person_by_address(SAM)
    if sam is None:
        return
    click.echo(f"\n{home}/profile  what we know about Sam, once you are signed in as her")
    click.echo(f"{home}/products/{NOTED}/tell  one note to a friend, as Sam")
    click.echo(f"{home}/paper  stop paper mail with no account")
    mark = label_of(sam)
    if mark and (codes := suppression.codes_of(mark)):
        click.echo(f"{home}/m/{codes[0].code}  the address on the label of her catalog")


def _say_desk() -> None:
    """The accounts at the desk, with all it takes to sign in. Everybody may know it: they exist in development only."""
    members = staff.demo_members()
    if members:
        click.echo(
            f"\nAt the staff desk, {settings.current().public_url}/staff/sign-in, password {staff.DEMO_PASSWORD}:"
        )
    for member in members:
        digits, _wait = staff.next_code(member)
        words = staff.IN_WORDS[staff.Role(member.role)]
        click.echo(f"{member.email:16} {words}, code now {digits[:3]} {digits[3:]}")
    if members:
        desk = f"{settings.current().public_url}/staff"
        click.echo(f"The phone desk, as {PHONE_CLERK}: {desk}/phone")
        click.echo(f"Mail that does not leave, as {MAIL_CLERK}: {desk}/mail")
        click.echo(f"Notes to friends and what they reported, as {PRIVACY_OFFICER}: {desk}/friends")
        click.echo(f"The next code: .venv/bin/flask --app wsgi staff code {members[0].email}")


def _moments(count: int, days: Calendar) -> list[Moment]:
    """All that will happen, in order. The goods are on the pages and the desk is taken before it begins."""
    staff.add_demo_members()
    cast, history = planned(count, days), History()
    reviewing = Reviewing(_at_desk(staff.Role.MODERATOR), history)
    with clock.set_to(days.at(LENGTH, 8)):
        reviewing.list_goods()
    spared = {one.address for one in named_people(days)}
    others = [one for one in cast if one.address not in spared]
    noting = Noting(history, _at_desk(staff.Role.PRIVACY), _at_desk(staff.Role.MAIL))
    found = [
        *history.moments(cast, mailings(days)),
        *reviewing.moments(opinions(told(), cast, days)),
        *known(history, cast, days, _at_desk(staff.Role.SUPPORT)),
        *stopping.batches(days),
        *stopping.scanner(history, days, spared),
        *noting.moments(others, days),
        *Mailroom(history, spared).moments(others, days),
    ]
    return sorted(found, key=lambda moment: moment.at)


def _at_desk(role: staff.Role) -> staff.SignedIn:
    """Who does that work in the demo, at no browser."""
    member = next(one for one in staff.demo_members() if one.role == role)
    return staff.SignedIn(member.id, member.role, member.email, member.match_key, "", keys_are_on=True)


def _calendar() -> Calendar:
    zone = settings.current().brand.zone
    return Calendar(clock.today(zone), zone)


def _number_of_people() -> int:
    return session().scalar(select(func.count()).select_from(Person)) or 0
