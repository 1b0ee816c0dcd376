"""The one blueprint of a shopper's pages of reviews."""

from flask import Blueprint

bp = Blueprint("reviews", __name__)
# Far above what people do; the limits on reviews and reports stand in the database.
FLOOD = "60 per minute"
