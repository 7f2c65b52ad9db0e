"""Which judges are found related to which entrants."""

import pytest

from blueprints.contests.relations import Person, normalised, relations


@pytest.mark.parametrize(
    ("judge_unit", "unit", "related"),
    [
        ("示例机床厂", "示例机床厂", True),
        ("示例 机床厂", "示例机床厂（总部）", True),
        ("示例机床厂工会", "示例机床厂", True),
        ("ＳＨＩＬＩ机床厂", "shili机床厂", True),
        ("示例机床厂", "示例轴承厂", False),
        ("示例", "示例机床厂", False),  # too short to mean anything
        ("", "", False),
        ("示例机床厂", "", False),
    ],
)
def test_units(judge_unit: str, unit: str, related: bool) -> None:
    judge = Person(1, ("钱示一",), judge_unit)
    entrant = Person(9, ("赵示一",), unit)
    found = relations([judge], [entrant], [])
    assert [one.reasons for one in found] == ([("unit",)] if related else [])


def test_mentorships_count_both_ways_and_for_every_member_of_a_team() -> None:
    judges = [Person(1, ("钱示一",)), Person(2, ("孙示二",)), Person(3, ("李示三",))]
    team = Person(9, ("一队", "赵 示一", "周示五"))
    pairs = [("钱示一", "赵示一"), ("周示五", "孙示二"), ("李示三", "吴示六")]
    found = relations(judges, [team], pairs)
    assert [(one.judge_id, one.reasons) for one in found] == [(1, ("mentor",)), (2, ("mentor",))]


def test_teachers_and_several_reasons_at_once() -> None:
    judge = Person(1, ("钱示一",), "示例机床厂")
    entrant = Person(9, ("赵示一",), "示例机床厂", teachers=("钱示一",))
    (found,) = relations([judge], [entrant], [])
    assert found.reasons == ("unit", "teacher")


@pytest.mark.parametrize(
    ("own", "others", "related"),
    [((5, 1), (5, 1), True), ((1, None), (5, 1), True), ((5, 1), (6, 1), False)],
)
def test_organisations(
    own: tuple[int, int | None], others: tuple[int, int | None], related: bool
) -> None:
    judge = Person(1, ("钱示一",), "甲", organisation=own[0], parent=own[1])
    entrant = Person(9, ("赵示一",), "乙", organisation=others[0], parent=others[1])
    assert bool(relations([judge], [entrant], [])) is related


def test_normalised() -> None:
    assert normalised(" 示例（集团）ＡＢ-1 ") == "示例集团ab1"
