"""Two cookies, one for shoppers and one for the desk, so that no session of one side is ever read on the other."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

DESK = "/staff"


def at_the_desk() -> bool:
    """Whether the current request is for a page of the desk."""
    return has_request_context() and (request.path == DESK or request.path.startswith(DESK + "/"))


def desk_cookie(shopper_cookie: str) -> str:
    """The desk's cookie beside the shoppers': `staff`, or `__Host-staff` where that one is bound to its host too."""
    return shopper_cookie.replace("session", "staff")


class TwoCookies(SecureCookieSessionInterface):
    """Flask's signed cookie under another name and another salt at the desk: the value of one is no value of the other."""

    def get_cookie_name(self, app: Flask) -> str:
        name = super().get_cookie_name(app)
        return desk_cookie(name) if at_the_desk() else name

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self.serializer_of(app, desk=at_the_desk())

    def serializer_of(self, app: Flask, *, desk: bool) -> URLSafeTimedSerializer | None:
        """The serializer of one of the two."""
        found = super().get_signing_serializer(app)
        if found is not None and desk:
            found.salt = (self.salt + "/desk").encode()
        return found
