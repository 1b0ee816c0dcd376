"""The retailer around a drill: its customers, its mailing, and what it asks when all is over."""

import base64
import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.drills.site import Site

TOPIC = "weekly-deals"  # nobody gets it without having asked
CAMPAIGN = "Week 29"
CONSENT = {
    "topic": TOPIC,
    "consent": "on",
    "consent_method": "box at checkout",
    "consent_at": "2026-03-01",
    "consent_wording": "Yes, email me weekly deals.",
}
# Where the fingerprint stands in the bytes of a stop link. Written down here too: old mail relies on it.
FINGERPRINT = slice(11, 27)


@dataclass
class Shop:
    """Two lists that asked for the mailing, and the links of the one that will press stop."""

    site: Site
    stopping: list[str]
    staying: list[str]
    tokens: dict[str, str]

    def may_be_mailed(self) -> set[str]:
        """Everyone of both lists whom the product's gate lets through now."""
        everyone = written(self.site.folder / "everyone.csv", ({"email": one} for one in self.stopping + self.staying))
        out = self.site.folder / "scrubbed.csv"
        self.site.command("consent", "scrub", "--topic", TOPIC, str(everyone), "--out", str(out))
        return {row["email"] for row in rows(out)}

    def exported_stops(self) -> Counter[str]:
        """How often each address stands in the list for the mail platform."""
        lines = self.site.command("suppression", "export", "--format", "plain").splitlines()
        return Counter(row["email"] for row in csv.DictReader(lines) if row["topic"] == TOPIC)

    def lines_of_one_click(self) -> Counter[str]:
        """How many lines one click left in the ledger, for each address, asked past the product."""
        statement = text("""
            SELECT f.value, count(*) FROM consent_entry e JOIN fingerprint f ON f.subject_id = e.subject_id
            WHERE e.method = 'one_click' AND f.channel = 'email' GROUP BY f.value
        """)
        owners = {base64.urlsafe_b64decode(token + "==")[FINGERPRINT]: email for token, email in self.tokens.items()}
        engine = create_engine(self.site.database.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            found = Counter({owners[bytes(value)]: count for value, count in connection.execute(statement)})
        engine.dispose()
        return found


def open_shop(site: Site, stopping: int, staying: int) -> Shop:
    """Import both lists with their consent, and sign a mailing to the one that will stop."""
    stop = [f"stops-{number}@example.com" for number in range(stopping)]
    stay = [f"stays-{number}@example.com" for number in range(staying)]
    people = written(site.folder / "people.csv", ({"email": one} | CONSENT for one in stop + stay))
    site.command("people", "import", str(people))
    recipients = written(site.folder / "recipients.csv", ({"email": one} for one in stop))
    signed = site.command("links", "sign", "--topic", TOPIC, "--campaign", CAMPAIGN, stdin=recipients)
    links = csv.DictReader(signed.splitlines())
    return Shop(site, stop, stay, {row["unsubscribe_url"].rpartition("/")[2]: row["email"] for row in links})


def written(path: Path, found: Iterable[dict[str, str]]) -> Path:
    """Rows as a CSV file."""
    lines: Sequence[dict[str, str]] = list(found)
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file as rows."""
    with path.open(newline="") as source:
        return list(csv.DictReader(source))
