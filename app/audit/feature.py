"""What the audit package declares."""

from app.audit.cli import commands
from app.core.feature import Feature

feature = Feature("audit", commands=(commands,))
