"""Titles on screens of any width: which pieces of them no line tears apart."""

import pytest

from blueprints.certificates.title_lines import phrases


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("长三角职工技能竞赛光荣榜", ("职工", "技能", "竞赛", "光荣榜")),
        ("2026年示例市劳动竞赛光荣榜", ("2026年", "示例市", "劳动")),
        ("关于表扬“工匠之星”的通报", ("“工匠之星”的", "通报")),
        ("Honor Roll 2026", ("Honor", "Roll", "2026")),
    ],
)
def test_words_years_and_quotations_stay_whole(title: str, whole: tuple[str, ...]) -> None:
    pieces = phrases(title)
    assert "".join(pieces) == title
    assert set(whole) <= set(pieces)


def test_a_title_of_one_character_is_one_piece() -> None:
    assert phrases("榜") == ["榜"]
