"""What the exchange package declares."""

from app.core.feature import Feature
from app.exchange.cli.facts import commands as facts
from app.exchange.cli.links import commands as links
from app.exchange.cli.orders import commands as orders
from app.exchange.cli.people import commands as people
from app.exchange.cli.products import commands as products
from app.exchange.cli.suppression import commands as suppression

feature = Feature("exchange", commands=(people, products, orders, facts, suppression, links))
