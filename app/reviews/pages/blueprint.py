"""The one blueprint of a shopper's pages of reviews."""

from flask import Blueprint

bp = Blueprint("reviews", __name__)
# Far above what people do; the limits on reviews and reports stand in the database.
FLOOD = "60 per minute"
# Numbers beyond are none of ours, and no database takes them.
REVIEW = "<int(max=999999999999999):review_id>"
