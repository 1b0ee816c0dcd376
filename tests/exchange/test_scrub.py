"""A whole list past the gate."""

from pathlib import Path

from app import consent
from app.topics import topic_by_slug
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.exchange.desk import Desk, from_csv
from tests.makers import a_no, says


def scrubbed(desk: Desk, content: object, *more: str) -> list[dict[str, str]]:
    out = desk.folder / "out.csv"
    desk.run("consent", "scrub", "--topic", "dog-deals", desk.file(content), "--out", str(out), *more)  # type: ignore[arg-type]
    return from_csv(out.read_text(encoding="utf-8"))


def test_only_who_may_be_written_to_stays_with_every_column_of_the_list(desk: Desk) -> None:
    ann()
    bea()
    content = "Name,EMail ,Note\nAnn,Ann@example.com,=1+1\n,bea@example.com\nCal,cal@example.org,x\n"
    content = content.replace("EMail ", "Email")
    stay = scrubbed(desk, content)
    assert [(row["Name"], row["Email"], row["Note"]) for row in stay] == [
        ("Ann", "Ann@example.com", "=1+1"),
        ("", BEA, ""),
    ]


def test_a_stop_leaves_her_out_of_the_next_scrub_and_nobody_else(desk: Desk) -> None:
    ann()
    bea()
    rows = [{"email": ANN}, {"email": BEA}, {"email": CAL}, {"email": "?"}]
    assert [row["email"] for row in scrubbed(desk, rows)] == [ANN, BEA]
    a_no(ANN, topic_by_slug("dog-deals"))
    assert [row["email"] for row in scrubbed(desk, rows, "--refused", desk.refusals)] == [BEA]
    reasons = {row["email"]: row["reason"] for row in desk.refused()}
    assert reasons == {ANN: "suppressed_topic", CAL: "never_asked", "?": "not_an_address"}


def test_the_list_carries_who_refused_measurement_and_the_channel_she_likes_better(desk: Desk) -> None:
    ann()
    bea()
    says(ANN, consent.MEASUREMENT, consent.OFF, channel=consent.ANY_CHANNEL)
    says(BEA, consent.PREFERRED_CHANNEL, "post", channel=consent.ANY_CHANNEL)
    found = [(row["no_tracking"], row["preferred_channel"]) for row in scrubbed(desk, [{"email": ANN}, {"email": BEA}])]
    assert found == [("1", ""), ("0", "post")]


def test_a_list_may_be_scrubbed_again_and_in_place(desk: Desk) -> None:
    ann()
    once = scrubbed(desk, [{"email": ANN, "no_tracking": "old"}])
    assert scrubbed(desk, once) == once == [{"email": ANN, "no_tracking": "0", "preferred_channel": ""}]


def test_a_list_that_cannot_be_read_leaves_the_older_one_as_it_was(desk: Desk) -> None:
    out = desk.folder / "out.csv"
    out.write_text("the older one")
    words = ("consent", "scrub", "--topic", "dog-deals", desk.file(b"email\n\xff\n"), "--out", str(out))
    desk.run(*words, code=2)
    assert out.read_text() == "the older one"
    assert {path.name for path in Path(desk.folder).glob("*.csv*")} == {"in.csv", "out.csv"}
    assert not list(desk.folder.glob(".*part"))


def test_an_unknown_topic_is_a_wrong_question(desk: Desk) -> None:
    desk.run("consent", "scrub", "--topic", "nope", desk.file([{"email": ANN}]), "--out", desk.refusals, code=2)
