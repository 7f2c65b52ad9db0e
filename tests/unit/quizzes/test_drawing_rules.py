"""The draw by rule, pure: parts, teams in turn, narrow parts first, reserves, what is lacking."""

from blueprints.quizzes.rules.drawing import Candidate, DrawRule, Part, draw, parts_of, rule_of
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import preset


def bank(*groups: tuple[int, str, str]) -> list[Candidate]:
    """`n` candidates of each subject and level, numbered through."""
    made = list[Candidate]()
    for count, subject, level in groups:
        for _n in range(count):
            made.append(Candidate(len(made) + 1, subject, level, "single", 2))
    return made


def test_each_part_takes_its_number_and_reserves_come_on_top() -> None:
    rule = DrawRule((Part(2, "工会法", "national"), Part(1, "工会法", "city")), reserves=2)
    drawn = draw(rule, bank((4, "工会法", "national"), (3, "工会法", "city")))
    assert drawn.questions == (1, 2, 5)
    assert drawn.reserves == (3, 6)  # one that can stand in for each part
    assert drawn.missing == ()
    assert drawn.reserves_missing == 0


def test_a_wide_part_leaves_a_narrow_one_what_only_that_can_use() -> None:
    rule = DrawRule((Part(3), Part(2, level="city")), reserves=0)
    drawn = draw(rule, bank((2, "工会法", "city"), (3, "工会法", "national")))
    assert drawn.questions == (3, 4, 5, 1, 2)


def test_what_the_bank_lacks_is_said_by_part() -> None:
    rule = DrawRule((Part(2), Part(3, "劳动法")), reserves=2)
    drawn = draw(rule, bank((2, "工会法", "city"), (1, "劳动法", "city")))
    assert drawn.missing == ((1, 2),)
    assert drawn.reserves_missing == 2


def test_teams_in_turn_get_as_many_each_of_the_same_part() -> None:
    parts = [{"n": 1, "difficulty": 1}, {"n": 2, "difficulty": 3}]
    rules = preset(SegmentKind.REQUIRED, rule=(("parts", parts),))
    rule = rule_of(SegmentKind.REQUIRED, rules, teams=13)
    assert [part.n for part in rule.parts] == [13, 26]
    assert rule.reserves == 2
    assert rule_of(SegmentKind.BUZZER, preset(SegmentKind.BUZZER), teams=13).wanted == 10


def test_a_rule_without_parts_is_one_part_for_all_questions() -> None:
    assert parts_of({"subject": "工会法"}, 10) == (Part(10, "工会法"),)


def test_questions_of_the_practice_are_drawn_only_where_that_is_wanted() -> None:
    known = [Candidate(1, "", "city", "single", 2, practice=True), Candidate(2, "", "city", "x", 2)]
    assert draw(DrawRule((Part(1),), 0), known).questions == (2,)
    assert draw(DrawRule((Part(1),), 0, practice=True), known).questions == (1,)
