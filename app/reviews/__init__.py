"""Reviews: what shoppers think of products, published only while their author agrees."""

from app.reviews.deciding import Verdict, What, decide
from app.reviews.feature import feature
from app.reviews.findings import Finding, find
from app.reviews.models import Review, ReviewVersion
from app.reviews.rules import Reason
from app.reviews.standing import recount
from app.reviews.tending import reply
from app.reviews.writing import Sent, Words, write

__all__ = [
    "Finding",
    "Reason",
    "Review",
    "ReviewVersion",
    "Sent",
    "Verdict",
    "What",
    "Words",
    "decide",
    "feature",
    "find",
    "recount",
    "reply",
    "write",
]
