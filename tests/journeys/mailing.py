"""A retailer's mailing: recipients signed by the product, messages built and handed over by the retailer's own program."""

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from tests.exchange.desk import as_csv, from_csv
from tests.journeys.shop import Shop

TOPIC = "weekly-deals"  # nobody gets it without having asked
CONSENT = {
    "topic": TOPIC,
    "consent": "on",
    "consent_method": "box at checkout",
    "consent_at": "2026-03-01",
    "consent_wording": "Yes, email me weekly deals.",
}
UNFOLDED = SMTP.clone(max_line_length=998)


def sign(shop: Shop, addresses: list[str], campaign: str) -> list[dict[str, str]]:
    """What `links sign` gives for these recipients."""
    signed = shop.desk.run(
        "links", "sign", "--topic", TOPIC, "--campaign", campaign, stdin=as_csv([{"email": one} for one in addresses])
    )
    return from_csv(signed.stdout)


def send(shop: Shop, addresses: list[str], campaign: str = "Week 29") -> None:
    """Sign a mailing to these addresses and hand it to the mail server."""
    port = urlsplit(shop.mails.url).port
    with smtplib.SMTP("127.0.0.1", port or 0) as connection:
        for cells in sign(shop, addresses, campaign):
            connection.send_message(message(cells))


def message(cells: dict[str, str]) -> EmailMessage:
    """One mail with its links: in the headers for mail programs, in text and HTML for people."""
    mail = EmailMessage(policy=UNFOLDED)
    mail["From"] = "Deals <deals@example.com>"
    mail["To"] = cells["email"]
    mail["Subject"] = "This week's deals"
    mail["List-Unsubscribe"] = cells["list_unsubscribe"]
    mail["List-Unsubscribe-Post"] = cells["list_unsubscribe_post"]
    stop, choices = cells["unsubscribe_url"], cells["preferences_url"]
    mail.set_content(f"Hay is cheap.\n\nStop these: {stop}\nChoose: {choices}\n", cte="8bit")
    mail.add_alternative(
        f'<p>Hay is cheap.</p><p><a href="{stop}">Stop these</a> <a href="{choices}">Choose</a></p>',
        subtype="html",
        cte="8bit",
    )
    return mail
