"""Paper mail: stopping it without an account, the print calendar, reports, the forecast, and what goes to the mail house."""

from app.paper.export_batch import note_gone
from app.paper.feature import feature
from app.paper.forecast import EMAILS_A_MONTH, ISSUES_A_YEAR, EmailTopic, Forecast, PaperTopic, forecast
from app.paper.models import PaperReport, PrintRun
from app.paper.printed import (
    WITHOUT_CALENDAR,
    Coming,
    coming,
    is_catalog,
    last_day,
    printed,
    standing_runs,
)
from app.paper.reporting import keep as keep_report
from app.paper.wishes import kinds

__all__ = [
    "EMAILS_A_MONTH",
    "ISSUES_A_YEAR",
    "WITHOUT_CALENDAR",
    "Coming",
    "EmailTopic",
    "Forecast",
    "PaperReport",
    "PaperTopic",
    "PrintRun",
    "coming",
    "feature",
    "forecast",
    "is_catalog",
    "keep_report",
    "kinds",
    "last_day",
    "note_gone",
    "printed",
    "standing_runs",
]
