"""Reviews: what shoppers think of products, published only while their author agrees."""

from app.reviews.feature import feature
from app.reviews.models import Review, ReviewVersion
from app.reviews.standing import recount
from app.reviews.writing import Sent, Words, write

__all__ = ["Review", "ReviewVersion", "Sent", "Words", "feature", "recount", "write"]
