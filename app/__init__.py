"""Sayso: where a retailer's shoppers have the say-so over how the shop talks to them."""
