"""Groups of commands that several packages add to. Declared by the lowest of them (`Feature.commands`), once."""

from flask.cli import AppGroup

mail = AppGroup("mail", help="The site's own mail: look at every kind of it, take in what comes back.")
