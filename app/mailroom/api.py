"""Webhooks of mail providers: `POST /hooks/mail/<provider>`, one address for each.

Answers are JSON. 200: taken, known already, or nothing that concerns us. 400, 413: not what the provider sends. 401, 403: not
proven to be his. 404: the shop did not set it up. 503: try again. No cookie, no session, no form token counts here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.core.database import session
from app.core.feature import refuse_duplicates
from app.core.limits import flood
from app.core.refusals import NotFound, Refusal
from app.core.settings import current
from app.core.web import sessionless
from app.mailroom.applying import apply
from app.mailroom.providers import PROVIDERS, Provider
from app.mailroom.providers.base import LARGEST, Call, NoCredentials, NotGenuine, Unreadable

log = logging.getLogger("sayso.mailroom")

# Calls of one network that prove nothing. A call that proves whose it is never waits for others.
FAILURES = "60 per minute"
_UNPROVEN = (NoCredentials, NotGenuine, Unreadable)
Answer = Response | tuple[Response, int]


def hooks(providers: Iterable[Provider], name: str = "mail_hooks") -> Blueprint:
    """A blueprint with an address for each provider. Raises BadSetting where two have the same name."""
    declared = tuple(providers)
    refuse_duplicates("mail provider", (provider.name for provider in declared))
    made = Blueprint(name, __name__, url_prefix="/hooks/mail")
    for provider in declared:
        made.add_url_rule(f"/{provider.name}", provider.name, _view(provider), methods=["POST"])
    made.register_error_handler(Refusal, _refused)
    made.register_error_handler(HTTPException, _http)
    made.register_error_handler(SQLAlchemyError, _database)
    return made


def _view(provider: Provider) -> Callable[[], Answer]:
    @sessionless
    def receive() -> Answer:
        call, settings = _call(provider), current().mail
        try:
            provider.authenticate(call, settings)
        except _UNPROVEN:
            _count_failure()
            raise
        done = [apply(event) for event in provider.events(call, settings)]
        session().commit()
        return jsonify(events=[each.did.value for each in done])

    return receive


def _call(provider: Provider) -> Call:
    if not provider.is_on(current().mail):
        raise NotFound("This shop takes no calls here.")
    request.max_content_length = LARGEST
    return Call(request.headers, request.get_data(cache=False))


@flood.limit(FAILURES)
def _count_failure() -> None:
    """Raises the flood limit's 429 where one network failed too often."""


def _refused(refusal: Refusal) -> Answer:
    session().rollback()
    log.warning("%s refused: %s", request.path, refusal.sentence)
    answer = jsonify(problem=refusal.sentence)
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="webhook"'
    return answer, refusal.status


def _http(error: HTTPException) -> Answer:
    status = error.code or 500
    told = {413: f"A call has at most {LARGEST} bytes.", 429: "Too many calls that prove nothing. Wait a minute."}
    return jsonify(problem=told.get(status, error.name)), status


def _database(error: SQLAlchemyError) -> Answer:
    """Nothing was saved: the provider calls again."""
    session().rollback()
    log.error("%s: the database failed: %s", request.path, type(error).__name__)
    return jsonify(problem="The database is not available. Call again."), 503


bp = hooks(PROVIDERS)
