"""Groups of commands that several packages add to (`mail.add_command(…)` in their feature.py), declared by the lowest once."""

from flask.cli import AppGroup

mail = AppGroup("mail", help="The site's own mail: look at every kind of it, take in what comes back.")
