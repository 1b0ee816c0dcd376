"""What the stops package declares."""

from app.core.feature import Duty, Feature
from app.staff import Permission
from app.stops.duties import stops_not_taken
from app.stops.staff import batches
from app.stops.staff.blueprint import bp

# Importing a module of pages registers its routes; here they are named, so that none is forgotten.
PAGES = (batches,)

feature = Feature(
    "stops",
    blueprints=(bp,),
    duties=(Duty("stops-not-taken", Permission.SUPPRESSION_EXPORT, stops_not_taken),),
)
