"""Exchange: the retailer's files, in and out: customers, stops, and the links of a mailing."""

from app.exchange.feature import feature

__all__ = ["feature"]
