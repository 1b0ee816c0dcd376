"""What a WSGI server and `flask --app wsgi` load."""

from app.core.refusals import BadSetting
from app.factory import create_app

try:
    app = create_app()
except BadSetting as wrong:
    # One clear line; a traceback would hide it.
    raise SystemExit(str(wrong)) from None
