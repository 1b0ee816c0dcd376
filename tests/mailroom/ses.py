"""A shop that listens to a topic of Amazon's, and what its calls do."""

from pathlib import Path

from tests.browser import Browser
from tests.mailroom.amazon import PATH, TOPIC, Amazon

BOUNCES = "bounces@choices.example.com"
SNS_TYPE = "text/plain; charset=UTF-8"
Settings = dict[str, str]


def settings_of(amazon: Amazon, folder: Path, **more: str) -> Settings:
    return {"SES_TOPICS": TOPIC, "SES_CERTIFICATE": amazon.pinned(folder), "BOUNCE_ADDRESS": BOUNCES} | more


def told(sns: Browser, body: bytes, kind: str = SNS_TYPE) -> list[str]:
    """What a call that must be taken did."""
    answer = sns.post(PATH, data=body, content_type=kind)
    assert answer.status_code == 200, answer.text
    return list(answer.get_json()["events"])


def refused(sns: Browser, body: bytes) -> tuple[int, str]:
    """(status, the sentence) of a call that must be refused."""
    answer = sns.post(PATH, data=body, content_type=SNS_TYPE)
    assert answer.status_code >= 400, answer.text
    return answer.status_code, answer.get_json()["problem"]
