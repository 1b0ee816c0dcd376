"""The one table of figures of notes to friends. Pages, mails and docs print these; what enforces them reads them here."""

from __future__ import annotations

from datetime import timedelta

from app import links
from app.core.limits import Limit

LONGEST_NOTE = 300  # characters
LONGEST_NAME = 40  # of the sender: with the rest of the subject it stays one line on a phone
LONGEST_FIRST_NAME = 30  # of the friend

LIFETIME = timedelta(hours=24)  # from asking; not handed over by then, everything about the friend is gone
# What is left of it once the sender has proven her address at the last moment.
LEFT_FOR_THE_MAIL = LIFETIME - links.DRAFT

A_DAY = 5  # notes of one sender, in the shop's day
MONTHS_BETWEEN = 12  # between two notes to the same friend, whoever sends them
REPORTS_COUNT_FOR = timedelta(days=7)
FEWEST_REPORTS = 3  # senders reported; fewer say nothing about a share
HIGHEST_SHARE = 5  # senders reported in a hundred notes
A_HOUR_ON_THE_SITE = 200  # confirmed notes; one more trips the breaker

PER_NETWORK = Limit("recommendation-network", 20, timedelta(hours=1))
PER_SITE = Limit("recommendation-site", 1_000, timedelta(hours=1))  # asked for, confirmed or not
