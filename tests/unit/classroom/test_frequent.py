"""Frequent words of a chat, without a dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from blueprints.classroom.frequent import frequent

CHAT = [
    "先自己看书，等孩子看完再提问",
    "工匠精神就是把一件事做到极致",
    "工匠精神值得我们学习",
    "学习工匠精神",
    "阅读让我更专业",
    "亲子阅读很好",
    "阅读的力量",
    "阅读阅读阅读阅读阅读",
    "Python 和 reading",
    "more reading please",
]


def test_words_are_found_whole() -> None:
    found = {word.text: word.messages for word in frequent(CHAT)}
    assert found["工匠精神"] == 3
    assert found["阅读"] == 4  # messages, not how often
    assert found["reading"] == 2
    assert "匠精" not in found
    assert "the" not in found


def test_the_most_said_is_the_largest() -> None:
    words = frequent(CHAT)
    assert words[0].size == 5
    assert [w.messages for w in words] == sorted((w.messages for w in words), reverse=True)


@given(st.lists(st.text(max_size=300), max_size=30))
def test_any_text_gives_some_words_or_none(texts: list[str]) -> None:
    for word in frequent(texts):
        assert 2 <= word.messages <= len(texts)
        assert 1 <= word.size <= 5
