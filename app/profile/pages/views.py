"""What the pages of the profile are given, and what all of them do in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import links, people
from app.core.forms import empty_address
from app.core.refusals import BadQuestion, NotFound
from app.identity import Shopper, current_shopper
from app.people import Animal, By, Person
from app.profile import answers, drafts, interests, reading, typed
from app.profile.animals import animal_of
from app.profile.done import Done, done_of
from app.profile.every_form import FORMS
from app.profile.facts import current_facts
from app.profile.forms import InterestsForm, ProfileForm
from app.profile.words import animal_title, month_words
from app.topics import ANIMALS

PAGE, ANIMALS_PAGE = "profile.page", "profile.animals"


def here() -> Person:
    """Who is signed in. Raises NotFound when her row is gone."""
    shopper = current_shopper()
    assert shopper is not None, "shopper_required stands before every caller"
    return person_of(shopper)


def person_of(shopper: Shopper) -> Person:
    """The person of a session, with her addresses."""
    person = people.person_by_subject(shopper.subject_id)
    if person is None:
        raise NotFound(_("There is nothing here any more."))
    return person


def profile_page(person: Person, arguments: Mapping[str, str], note: str = "") -> str:
    """The whole page. `note`: why a press did nothing."""
    return render_template("profile/page.html", known=reading.known_of(person), note=note, **_told(person, arguments))


def animals_page(person: Person, arguments: Mapping[str, str], form: ProfileForm | None = None) -> str:
    """Her animals, those no longer with her, and the form that adds one."""
    form = form or FORMS["animal"](formdata=None, data=answers_now(person, "animals"))
    context = form_context(person, "animal", form)
    return render_template(
        "profile/animals.html", known=reading.animals_known(person.id), **_told(person, arguments), **context
    )


def animal_page(person: Person, animal: Animal, form: ProfileForm | None = None) -> str:
    """One of hers, to change."""
    born = month_words(animal.born_in) if animal.born_in else ""
    held = {"kind": animal.kind, "name": animal.name, "born": born, **answers_now(person, "animals")}
    form = form or FORMS["animal"](formdata=None, data=held)
    return render_template(
        "profile/animal.html", animal=animal, title=animal_title(animal), **form_context(person, "animal", form)
    )


def form_page(person: Person, what: str, form: ProfileForm) -> str:
    """One form on a page of its own."""
    template = f"profile/{'use' if what.endswith('-use') else what.replace('-', '_')}.html"
    ticks = ticks_of(person, form) if isinstance(form, InterestsForm) else []
    return render_template(template, ticks=ticks, **form_context(person, what, form))


def again(person: Person, what: str, form: ProfileForm, number: int) -> str:
    """The form as it was sent, with what is wrong."""
    if what != "animal":
        return form_page(person, what, form)
    return animal_page(person, animal_of(person.id, number), form) if number else animals_page(person, {}, form)


def form_context(person: Person, what: str, form: ProfileForm) -> dict[str, Any]:
    """What every form of the profile needs."""
    about = "animals" if what == "animal" else what.removesuffix("-use")
    return {
        "form": form,
        "what": about,
        "shown": drafts.shown(person, what),
        "questions": answers.USES.get(about, ()),
        "kinds": {slug: str(words).capitalize() for slug, words in ANIMALS.items()},
    }


def ticks_of(person: Person, form: InterestsForm) -> list[typed.Ticks]:
    """The boxes: what the shop offers, and what she said besides."""
    held = current_facts(person.id, "stated")
    found = []
    for name, offered in interests.offered().items():
        said = [fact.value for fact in held if fact.name == name]
        ticked = form.ticked_boxes(name) if form.errors else said
        found.append(typed.Ticks(name, list(dict.fromkeys([*offered, *said, *ticked])), ticked, said))
    return found


def answers_now(person: Person, what: str) -> dict[str, str]:
    """The answers in force, as a form is filled in with them."""
    held = answers.answers_of(person.subject_id, what)
    return {**held, **{f"was_{name}": said for name, said in held.items()}}


def shown_for(what: str, subject_id: str) -> drafts.Shown:
    """The word of a sent form that it was drawn for her. Raises BadQuestion."""
    shown = drafts.read_shown(request.form.get("shown", ""), what)
    if shown is None or shown.subject != subject_id:
        raise BadQuestion(_("This page was not drawn for you, or too long ago. Open it again and try once more."))
    return shown


def too_old(what: str, number: int, form: ProfileForm) -> str:
    """The session had ended: what was typed, and the way to save it after all."""
    shown = drafts.read_shown(request.form.get("shown", ""), what)
    fits = form.validate() and shown is not None
    return render_template(
        "profile/form_too_old.html",
        chosen=typed.typed_in(form),
        form=empty_address(),
        draft=drafts.draft(what, number, shown.subject, form) if shown and fits else "",
        minutes=int(links.SIGN_IN.total_seconds() // 60),
    )


def saved(person: Person, by: By, otherwise: str = PAGE) -> Response:
    """The page that names what changed; `otherwise` where nothing was different."""
    done = done_of(person, by.act_id)
    return redirect(done_url(done, by) if done else url_for(otherwise, same="1"), 303)


def done_url(done: Done | None, by: By, *, undone: bool = False) -> str:
    """Where an act is told: with the animals what is about them, else on the profile."""
    endpoint = ANIMALS_PAGE if done and done.about_animals else PAGE
    return url_for(endpoint, done=by.act_id, undone="1" if undone else None)


def _told(person: Person, arguments: Mapping[str, str]) -> dict[str, Any]:
    """What was just done, for the banner."""
    done = done_of(person, arguments.get("done", ""))
    return {"done": done, "undone": "undone" in arguments, "same": "same" in arguments and done is None}
