"""What would move if: worked out on a copy, to the engine's last digit, the file untouched."""

import copy
from typing import Any

from blueprints.contests.what_if import Change, scorer_of, tried

MARKS = {
    "a": ("9.0", "9.0", "9.0", "9.0", "5.0"),  # judge 5 is hard on a
    "b": ("8.8", "8.8", "8.8", "8.8", "9.5"),
    "c": ("8.0", "8.0", "8.0", "8.0", "8.0"),
}


def document() -> dict[str, Any]:
    return {
        "format": "guildhall-contest/1",
        "title": "示例比武",
        "judges": [{"id": f"J{n}", "name": f"评委{n}"} for n in range(1, 6)],
        "entries": [{"id": ref, "name": ref, "code": ref} for ref in MARKS],
        "events": [{"id": "e", "title": "赛项"}],
        "schemes": [
            {
                "id": "s",
                "title": "平均",
                "items": [{"id": "p", "kind": "judged", "min": "0", "max": "10", "step": "0.1"}],
                "parts": [
                    {
                        "id": "total",
                        "kind": "panel",
                        "items": ["p"],
                        "panel": {"method": "mean"},
                        "rounding": {"places": 2},
                    }
                ],
                "total": "total",
            }
        ],
        "rounds": [
            {
                "id": "r",
                "title": "决赛",
                "event": "e",
                "scheme": "s",
                "judges": [f"J{n}" for n in range(1, 6)],
                "entries": list(MARKS),
                "marks": [
                    {"entry": ref, "judge": f"J{n}", "item": "p", "value": value}
                    for ref, values in MARKS.items()
                    for n, value in enumerate(values, 1)
                ],
            }
        ],
    }


def places(change: Change) -> dict[str, tuple[int | None, int | None]]:
    return {one.entry: (one.place, one.place_then) for one in tried(document(), "r", change)}


def test_without_a_judge() -> None:
    assert places(Change(without="J5")) == {"a": (2, 1), "b": (1, 2)}
    moved = tried(document(), "r", Change(without="J5"))
    assert {one.entry: (one.total, one.total_then) for one in moved} == {
        "a": ("8.20", "9.00"),
        "b": ("8.94", "8.80"),
    }
    assert [one.rises for one in moved] == [False, True]


def test_another_way_of_combining() -> None:
    assert places(Change(method="median")) == {"a": (2, 1), "b": (1, 2)}
    assert places(Change(method="trimmed", low=1, high=1)) == {"a": (2, 1), "b": (1, 2)}


def test_leaving_out_more_marks_than_there_are_gives_no_result() -> None:
    assert all(one.falls_short for one in tried(document(), "r", Change("", "trimmed", 3, 2)))
    assert len(tried(document(), "r", Change("", "trimmed", 3, 2))) == len(MARKS)
    left = tried(document(), "r", Change("J1", "trimmed", 2, 1))  # one mark of four is left
    assert not any(one.falls_short for one in left)


def test_the_file_is_left_as_it_was_and_nothing_tried_moves_nobody() -> None:
    given = document()
    before = copy.deepcopy(given)
    tried(given, "r", Change(without="J1", method="median"))
    assert given == before
    assert tried(given, "r", Change()) == []
    assert [row.entry for row in scorer_of(given, "r").standings().rows] == ["b", "a", "c"]
