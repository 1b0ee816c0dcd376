"""What the audit package declares."""

from app.audit.cli import commands
from app.audit.jobs import check_audit
from app.core.feature import Feature, Job

feature = Feature("audit", commands=(commands,), jobs=(Job("audit-verify", 60, check_audit),))
