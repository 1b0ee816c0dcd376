"""The one blueprint of the profile's pages."""

from flask import Blueprint

bp = Blueprint("profile", __name__)
