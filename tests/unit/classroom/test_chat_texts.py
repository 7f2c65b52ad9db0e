"""What the gate does to texts: cleaning what is shown, folding what is compared."""

import pytest

from blueprints.classroom.services.chat import cleaning, words
from store import UserError


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  你好，\n世界！ ", "你好， 世界！"),  # full-width signs stay
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("晴\u200b\u2060空\ufeff", "晴空"),
        ("bell\x07 nul\x00", "bell nul"),
        ("e" + "\u0301" * 40, "é" + "\u0301" * 2),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # shown, never run
        ("a\u3164b\u2800", "ab"),
    ],
)
def test_texts_are_shown_without_tricks(app, written: str, shown: str) -> None:
    with app.test_request_context():
        assert cleaning.clean(written) == shown


@pytest.mark.parametrize("written", ["", " \n\t", "\u200b\u202e", "\u3164\u2800", "x" * 301])
def test_nothing_to_see_and_too_much_are_refused(app, written: str) -> None:
    with app.test_request_context(), pytest.raises(UserError):
        cleaning.clean(written)


def test_the_longest_text_is_taken(app) -> None:
    with app.test_request_context():
        assert cleaning.clean("字" * 300) == "字" * 300


@pytest.mark.parametrize(
    "dressed",
    [
        "违禁词",
        "违 禁 词",
        "违.禁*词",
        "违\u200b禁\u2060词",
        "違禁詞",
        "违-禁　詞",
    ],
)
def test_a_word_is_folded_however_it_is_dressed(dressed: str) -> None:
    assert words.fold(dressed) == "违禁词"


@pytest.mark.parametrize("dressed", ["spam", "SPAM", "Ｓｐａｍ", "s.p.a.m", "ѕраm", "ⓢⓟⓐⓜ", "śpàm"])
def test_latin_letters_are_folded_with_their_look_alikes(dressed: str) -> None:
    assert words.fold(dressed) == "spam"


@pytest.mark.parametrize("dressed", ["host", "Ηost", "НОST", "ΗΟЅΤ"])
def test_capitals_are_read_as_they_look(dressed: str) -> None:
    assert words.fold(dressed) == "host"
