"""Each rule of `mail lint` finds the defect it is for, and only it does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.core.settings import current
from app.outbox.composing import Texts, compose
from app.outbox.letters import envelope_of
from app.outbox.lint import Sample, look_at
from app.outbox.lint.sample import MESSAGE_ID, samples
from app.outbox.service import kind_named
from tests.conftest import Shop
from tests.mail.examples import EXAMPLES

PUBLIC = "https://choices.example.com"
STOP = f"{PUBLIC}/u/" + "X" * 58


@pytest.fixture(autouse=True)
def app(make_app: Shop) -> Iterator[Flask]:
    """A site over https."""
    found = make_app(PUBLIC_URL=PUBLIC)
    with found.test_request_context(base_url=PUBLIC):
        yield found


@pytest.fixture
def sound(app: Flask) -> Sample:
    """The sign-in mail, in which nothing is wrong."""
    (sample, _for_review) = samples(kind_named("sign_in"))
    assert isinstance(sample, Sample)
    assert look_at(sample).findings == ()
    return sample


def rules(sample: Sample) -> set[str]:
    return {finding.rule for finding in look_at(sample).findings}


def with_texts(sample: Sample, texts: Texts) -> Sample:
    letter = replace(EXAMPLES["sign_in"], stop_url=STOP if sample.can_be_stopped else None)
    return replace(sample, texts=texts, content=compose(envelope_of(letter, MESSAGE_ID), texts))


def saying(sample: Sample, plain: str = "", html: str = "") -> Sample:
    """The same with more in it: `plain` at the end of the text, `html` at the end of the page."""
    said = replace(
        sample.texts,
        plain=sample.texts.plain + (f"\n{plain}\n" if plain else ""),
        html=sample.texts.html.replace("</body>", f"{html}</body>"),
    )
    return with_texts(sample, said)


def both(sample: Sample, words: str) -> Sample:
    return saying(sample, words, f"<p>{words}</p>")


def without(sample: Sample, old: str, new: str = "") -> Sample:
    """The same with something replaced in both parts, where it stands."""
    texts = sample.texts
    assert old in texts.plain + texts.html
    return with_texts(sample, replace(texts, plain=texts.plain.replace(old, new), html=texts.html.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"From:", b"Bcc: v@x.org\r\nFrom:"),
        (b"Subject: ", b"Subject: x\r\nSubject: "),
        (b"Auto-Submitted: auto-generated\r\n", b""),
        (b"auto-generated", b"no"),
        (b"From: Jeffers Pet <", b"From: Jeffers Pet <x"),
        (b"\r\nDate: ", b"\r\nDate: no "),
        (b"\r\nMessage-ID", b"\nMessage-ID"),
    ],
)
def test_headers(old: bytes, new: bytes, sound: Sample) -> None:
    assert old in sound.content
    assert "headers" in rules(replace(sound, content=sound.content.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"List-Unsubscribe: <https", b"List-Unsubscribe: =?utf-8?q?=3Chttps"),
        (b"List-Unsubscribe: <https", b"List-Unsubscribe:\r\n <https"),
        (b"List-Unsubscribe: <https://choices", b"List-Unsubscribe: <https://other"),
        (b"=One-Click", b"=Two-Clicks"),
    ],
)
def test_list_headers(old: bytes, new: bytes, sound: Sample) -> None:
    stoppable = with_texts(replace(sound, can_be_stopped=True), sound.texts)
    assert rules(stoppable) == set()
    assert rules(replace(stoppable, content=stoppable.content.replace(old, new, 1))) == {"list-headers"}
    assert (
        rules(replace(stoppable, can_be_stopped=False))
        == rules(replace(sound, can_be_stopped=True))
        == {"list-headers"}
    )


@pytest.mark.parametrize("subject", ["", "x" * 79])
def test_subject_length(subject: str, sound: Sample) -> None:
    assert rules(with_texts(sound, replace(sound.texts, subject=subject))) == {"subject"}


def test_subject_is_what_was_written_and_no_code_stands_anywhere(sound: Sample) -> None:
    assert rules(replace(sound, content=sound.content.replace(b"Subject: 482", b"Subject: 999"))) == {"subject"}
    assert rules(both(sound, "Code =?x")) == {"subject"}


@pytest.mark.parametrize(
    "link",
    [
        "http://choices.example.com/x",
        "https://other.example.com/x",
        "https://choices.example.com.evil.example/x",
        "https://choices.example.com:8443/x",
        "https://me:secret@choices.example.com/x",
        f"{PUBLIC}/x?utm_source=mail",
        f"{PUBLIC}/x?mc_eid=1",
        f"{PUBLIC}/x?fbclid=1",
        f"{PUBLIC}/go?to=https%3A%2F%2Fshop.example",
        f"{PUBLIC}/go?to=//shop.example",
        "https://[choices/x",
    ],
)
def test_links(link: str, sound: Sample) -> None:
    assert rules(saying(sound, link, f'<p><a href="{link}">{link}</a></p>')) == {"links"}


def test_links_are_the_same_in_both_parts(sound: Sample) -> None:
    assert rules(saying(sound, f"{PUBLIC}/more")) == {"links"}
    assert rules(saying(sound, html=f'<p><a href="{PUBLIC}/more">Open</a></p>')) == {"links"}
    assert rules(both(sound, "")) == set()


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{PUBLIC}/x.png" alt="">',
        '<link rel="stylesheet" href="/x.css">',
        "<script></script>",
        "<style>@import 'x.css';</style>",
        '<p style="background:url(x.png)"></p>',
        '<table role="presentation" background="x.png"></table>',
        '<table role="presentation" width="1"></table>',
        '<p style="height:1px">&nbsp;</p>',
    ],
)
def test_tracking(html: str, sound: Sample) -> None:
    assert "tracking" in rules(saying(sound, html=html))


def test_same_words(sound: Sample) -> None:
    assert rules(saying(sound, "Zebras are striped.")) == {"same-words"}
    assert rules(saying(sound, html="<p>Zebras are striped.</p>")) == {"same-words"}
    assert rules(both(sound, "Zebras are striped.")) == set()
    (finding,) = look_at(saying(sound, "Zebras are striped.")).findings
    assert "striped, zebras" in finding.sentence


@pytest.mark.parametrize(("old", "new"), [("sensitive information", "anything"), ("no card numbers", "nothing")])
def test_never_asks(old: str, new: str, sound: Sample) -> None:
    assert rules(without(sound, old, new)) >= {"never-asks"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Reply to this email with your customer number.",
        "Answer this with your birthday.",
        "Please send us your date of birth.",
        "Email us a picture of your license.",
        "Confirm your account by giving your password.",
    ],
)
def test_by_reply(sentence: str, sound: Sample) -> None:
    assert rules(both(sound, sentence)) == {"by-reply"}


def test_who_writes(sound: Sample) -> None:
    brand = current().brand
    assert rules(without(sound, brand.postal_line, "Dothan")) == {"who-writes"}
    assert rules(without(sound, brand.phone)) == {"who-writes"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<html lang="en"', "<html"),
        ("<title>", "<title></title><x>"),
        ('<table role="presentation"', "<table"),
        ("font-size:14px", "font-size:11px"),
    ],
)
def test_accessible(old: str, new: str, sound: Sample) -> None:
    assert "accessible" in rules(without(sound, old, new))


def test_size(sound: Sample) -> None:
    assert rules(saying(sound, html="<p>" + "card " * 20_000 + "</p>")) == {"size"}


def test_lines(sound: Sample) -> None:
    assert rules(saying(sound, "card " * 20)) == {"lines"}


def test_charset(sound: Sample) -> None:
    assert rules(without(sound, '<meta charset="utf-8">')) == {"charset"}
    assert rules(without(sound, "Didn’t", "Didn\ufffdt")) >= {"charset"}
    assert rules(replace(sound, content=sound.content.replace(b'charset="utf-8"', b'charset="latin-1"'))) == {"charset"}


def test_spam(sound: Sample) -> None:
    loud = with_texts(sound, replace(sound.texts, subject="FREE GIFT, ACT NOW"))
    (finding,) = look_at(loud).findings
    assert finding.rule == "spam"
    assert "a subject in capitals (2)" in finding.sentence
    assert look_at(both(sound, "Hurry")).spam == 1.5


@pytest.mark.parametrize(
    ("words", "reason"),
    [("Buy now", "selling"), ("Click here", "click here"), ("Go! Go! Go!", "exclamation"), ("Only $$$", "money signs")],
)
def test_spam_has_reasons(words: str, reason: str, sound: Sample) -> None:
    looked = look_at(both(sound, words))
    assert [each for each in looked.reasons if reason in each]
    assert not [finding for finding in looked.findings if finding.rule == "spam"]


def test_every_sentence_says_what_to_do(sound: Sample) -> None:
    broken = saying(without(sound, 'lang="en"'), "https://x.example", "<img>")
    for finding in look_at(broken).findings:
        assert finding.sentence.count(". ") >= 1 and finding.sentence.endswith(".")
