"""What the topics package declares."""

from app.core.feature import Feature
from app.topics.cli import commands

feature = Feature("topics", commands=(commands,))
