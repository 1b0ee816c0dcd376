"""Her animals: add, change, say goodbye, take off the page."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.core.database import session
from app.core.evidence import evidence
from app.identity import shopper_required
from app.people import By
from app.profile import farewells, mail
from app.profile.animals import animal_of, remove_animal
from app.profile.pages import views
from app.profile.pages.blueprint import bp
from app.profile.pages.saving import Answer, save

_ONE = "/profile/animals/<int(max=2147483647):animal_id>"


@bp.get("/profile/animals")
@shopper_required
def animals() -> Answer:
    """With us now, no longer with us, and the form that adds one."""
    return views.animals_page(views.here(), request.args)


@bp.post("/profile/animals")
def add_animal() -> Answer:
    """One more."""
    return save("animal")


@bp.get(_ONE)
@shopper_required
def animal(animal_id: int) -> Answer:
    """One of hers, to change."""
    person = views.here()
    return views.animal_page(person, animal_of(person.id, animal_id))


@bp.post(_ONE)
def change_animal(animal_id: int) -> Answer:
    """Save what is said about it."""
    return save("animal", animal_id)


@bp.post(f"{_ONE}/gone")
@shopper_required
def gone(animal_id: int) -> Response:
    """No longer with us: one press, and nothing is asked."""
    person, by = views.here(), By("profile_page")
    farewells.say_goodbye(person, animal_of(person.id, animal_id), by, evidence())
    mail.confirm(person, by.act_id)
    session().commit()
    return views.saved(person, by, "profile.animals")


@bp.post(f"{_ONE}/back")
@shopper_required
def back(animal_id: int) -> Response:
    """It was pressed by mistake, and the time of the undo is over."""
    person, by = views.here(), By("profile_page")
    farewells.still_here(animal_of(person.id, animal_id), by)
    mail.confirm(person, by.act_id)
    session().commit()
    return views.saved(person, by, "profile.animals")


@bp.post(f"{_ONE}/remove")
@shopper_required
def remove(animal_id: int) -> Response:
    """Off the page, for who would rather not see it. What a farewell stopped stays stopped."""
    person, by = views.here(), By("profile_page")
    remove_animal(animal_of(person.id, animal_id), by)
    mail.confirm(person, by.act_id)
    session().commit()
    return views.saved(person, by, "profile.animals")
