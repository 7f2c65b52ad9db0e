"""Names on public pages: enough to compare with the paper, and no more."""

import pytest

from blueprints.certificates.queries.verifying.names import is_body, masked, without_names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("赵示一", "赵*一"),
        ("赵一", "赵*"),
        ("赵", "赵*"),
        ("欧阳示一", "欧**一"),
        ("阿布都拉·买买提示一", "阿****一"),
        ("Anna", "A***"),
        ("Anna Maria Sample", "A***"),
        ("José Muñoz", "J***"),
        ("  赵示一 ", "赵*一"),
        ("𬭸示一", "𬭸*一"),
        ("", "*"),
    ],
)
def test_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


@pytest.mark.parametrize(
    ("name", "unit", "printed"),
    [
        ("示例街道总工会", "示例街道总工会", {}),
        ("第一代表队", "示例工厂", {"members": ["赵示一"]}),
        ("示例机床厂", "", {}),
        ("示例数控车间", "示例机床厂", {"honorific": ""}),
        ("Example Works Union", "", {}),
        ("Sample Co., Ltd.", "", {}),
    ],
)
def test_units_and_teams_are_shown_in_full(name: str, unit: str, printed: dict) -> None:
    assert is_body(name, unit, printed)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("赵示一", {"honorific": "同志"}),
        ("示例街道总工会", {"honorific": "同志"}),  # whoever filled it in meant a person
        ("赵示一", {}),
        ("李厂", {}),
        ("司马示部", {}),
        ("Anna Sample", {}),
        ("Teamon Unionski", {}),
        ("", {}),
    ],
)
def test_in_doubt_it_is_a_person(name: str, printed: dict) -> None:
    assert not is_body(name, "示例工厂", printed)


def test_names_in_reasons_are_masked_longest_first() -> None:
    text = "姓名误写为赵示，应为赵示一。赵示一同志"
    assert (
        without_names(text, ["赵示", "赵示一", "", "赵"]) == "姓名误写为赵*，应为赵*一。赵*一同志"
    )
