"""What the demo declares."""

from app.core.feature import Feature
from app.demo.cli import commands

feature = Feature("demo", commands=(commands,))
