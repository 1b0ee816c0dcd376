"""What the paper package declares."""

from app.core.feature import Feature
from app.core.personal_data import PersonalData
from app.paper.cli import commands
from app.paper.export_batch import note_erased, nothing_held
from app.paper.staff import postal_batches

_NUMBERS = "numbers of rows a mail house was told to drop"

feature = Feature(
    "paper",
    blueprints=(postal_batches.bp,),
    commands=(commands,),
    # First, while what hangs on her is still there to be read.
    personal_data=(PersonalData("postal_erased", _NUMBERS, nothing_held, note_erased, order=1),),
)
