"""From the profile to what stands elsewhere: the email address and the full copy. An email change is not taken back here."""

import pytest

from app.core.database import session
from app.links import AlreadyUsed
from app.people import By, changes_of
from app.profile import done_of, undo
from tests.browser import Browser
from tests.cast import ANN
from tests.identity.changing import NEW, addresses, change
from tests.makers import the_person
from tests.profile.knowing import text


def ways(page: Browser) -> dict[str, str]:
    """Link → where it leads."""
    assert page.page
    return {" ".join("".join(one.itertext()).split()): str(one.get("href")) for one in page.page.all("a")}


def test_the_email_line_leads_to_its_change_and_all_of_it_to_the_copy(page: Browser) -> None:
    found = ways(page)
    assert found["Change Email"] == "/profile/email"
    asked = page.get(found["Take a full copy"])
    assert asked.status_code == 200 and "copy" in text(page)
    assert page.get("/profile/email").status_code == 200


def test_a_change_of_the_email_address_is_no_undo_of_the_profiles(page: Browser) -> None:
    person = the_person(ANN)
    change(Browser(page.application))
    (noted,) = changes_of(person.id, 9)
    done = done_of(the_person(NEW), noted.act_id)
    assert done and done.ticket is None and [line.label for line in done.lines if line.label == "Email"] == ["Email"]
    with pytest.raises(AlreadyUsed):
        undo(the_person(NEW), noted.act_id, By("undo"))
    session().rollback()
    assert addresses(person) == [NEW]
