"""The list of rude words that a shop can edit."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.refusals import BadSetting
from app.reviews.rude import FILE, load, rude_spans, rude_words

WRONG = [
    ("[words]", "[word]", "has word. Its tables are [words], [allowed] and [allowed.near]"),
    ("list =", "lists =", "[words] has lists. It knows list"),
    ("phrases =", "phrase =", "[allowed] has phrase. It knows near and phrases"),
    ('"cunt*"', '"Cunt*"', "[words] list has 'Cunt*'. Write small letters"),
    ('"cunt*"', '"c*nt"', "[words] list has 'c*nt'"),
    ('"cunt*"', "7", "[words] list has 7"),
    ('"cocks"', '"cock"', "[words] list has 'cock' twice. Take one out"),
    ('"bitch*" = [', '"bich*" = [', "[allowed.near] has bich*, which [words] list has not"),
    ('"wild"]', '"wild ass"]', "[allowed.near] ass has 'wild ass'"),
    ('"ass" = [', '"ass" = "wild" #', "[allowed.near] ass is a list"),
    ("[allowed.near]", "[allowed.near", "is not readable TOML"),
]


def changed(folder: Path, old: str, new: str) -> Path:
    text = FILE.read_text(encoding="utf-8")
    body = text.index("\n[words]")
    assert old in text[body:]
    path = folder / "words.toml"
    path.write_text(text[:body] + text[body:].replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(("old", "new", "says"), WRONG)
def test_a_mistake_in_the_list_is_named_with_its_mend(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refused:
        load(changed(tmp_path, old, new))
    assert refused.value.sentence.startswith("words.toml")
    assert says in refused.value.sentence


def test_a_list_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"words\.toml is missing"):
        load(tmp_path / "words.toml")


def test_a_shop_s_own_word_counts(tmp_path: Path) -> None:
    words = load(changed(tmp_path, '"wank*"', '"wank*", "zounds", "blast it"'))
    assert list(words.spans("Zounds! blast it")) == [(0, 6), (8, 16)]
    assert list(rude_spans("Zounds! blast it")) == []


def test_a_list_may_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text("[words]\nlist = []\n")
    assert list(load(path).spans("shit happens")) == []


def test_the_list_is_read_once() -> None:
    assert rude_words() is rude_words()


def test_what_excuses_a_word_stands_in_its_own_sentence() -> None:
    assert list(rude_spans("My dog is fine. What a bitch."))
    assert not list(rude_spans("What a bitch of a dog."))


@given(st.sampled_from(["bitch", "cocks", "shit", "tits"]), st.text(alphabet="dfgklmnpqrvwxz", min_size=1, max_size=5))
def test_a_word_inside_another_is_not_found(word: str, letters: str) -> None:
    assert not list(rude_spans(letters + word))


@given(st.text())
def test_places_are_places_in_the_text_as_it_is(text: str) -> None:
    lead = len(text) + 1
    assert (lead, lead + 4) in list(rude_spans(f"{text}\nshit"))
