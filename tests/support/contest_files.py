"""Contest files for tests: a small one with everything the ledger knows, and every preset."""

from typing import Any

from blueprints.contests.queries.setup.schemes import sample_contest
from scoring.presets import PRESETS

FORMAT = "guildhall-contest/1"


def small_contest(**round_keys: Any) -> dict[str, Any]:
    """Three judges, four entrants, one judged item on 10; marks of all but A04, who is away."""
    return {
        "format": FORMAT,
        "title": "示例演讲比赛",
        "units": [{"id": "u1", "name": "示例精工工会"}],
        "judges": [{"id": f"J{n}", "name": f"评委示{n}"} for n in (1, 2, 3)],
        "entries": [
            {"id": "A01", "code": "01", "name": "赵示一", "unit": "u1"},
            {"id": "A02", "code": "02", "name": "钱示二", "unit": "u1"},
            {"id": "A03", "code": "03", "name": "孙示三"},
            {"id": "A04", "code": "04", "name": "李示四"},
        ],
        "schemes": [
            {
                "id": "s",
                "items": [{"id": "show", "kind": "judged", "max": "10", "step": "0.1"}],
                "parts": [
                    {
                        "id": "total",
                        "kind": "panel",
                        "items": ["show"],
                        "panel": {"method": "mean"},
                        "rounding": {"places": 2},
                    }
                ],
            }
        ],
        "rounds": [{**_small_round(), **round_keys}],
    }


def _small_round() -> dict[str, Any]:
    given = {"A01": "9.5 9.1 8.7", "A02": "9.0 9.4", "A03": "9.1 9.1 9.1"}
    marks = [
        {"judge": f"J{n}", "entry": entry, "item": "show", "value": value}
        for entry, values in given.items()
        for n, value in enumerate(values.split(), 1)
    ]
    return {
        "id": "final",
        "title": "决赛",
        "scheme": "s",
        "entries": [*given, "A04"],
        "judges": ["J1", "J2", "J3"],
        "marks": [*marks, {**marks[0], "value": "9.6", "version": 2}],
        "recusals": [{"judge": "J3", "entry": "A02", "reason": "师徒"}],
        "statuses": [{"entry": "A04", "status": "dns"}],
        "deductions": [{"id": "d1", "entry": "A01", "points": "0.03", "reason": "超时"}],
        "decisions": [{"kind": "tie_break", "order": ["A03", "A01"], "reason": "加赛"}],
    }


def preset_contest(preset: str) -> dict[str, Any]:
    """A contest with made-up marks by a ready-made scheme; teams stand on a round before them."""
    if not PRESETS[preset].rounds:
        return sample_contest(PRESETS[preset].document(str), 7)
    below = sample_contest(PRESETS["speech"].document(str), 7)
    below["rounds"][0]["id"] = "individual"
    below["rounds"][0]["entries"] = ["A01", "A02", "A03"]
    team = PRESETS[preset].document(str)
    members = [{"name": ref, "entry": ref} for ref in ("A01", "A02", "A03")]
    below["entries"].append({"id": "T1", "members": members})
    below["schemes"].append(team)
    below["rounds"].append({"id": "teams", "scheme": team["id"], "entries": ["T1"]})
    return below
