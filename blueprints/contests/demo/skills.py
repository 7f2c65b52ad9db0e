"""The demonstration skills contest as contest files: one round finished, one to be judged.

The finished round has the worked figures by which the engine is checked (theory 30 %, practical
70 %, five judges, highest and lowest dropped). The final has thirty entrants with figures drawn
from a fixed seed. All names are synthetic.
"""

import random
from decimal import Decimal
from typing import Any

FORMAT = "guildhall-contest/1"
REF = "demo-skills"  # by which the demonstration is known again
ROUNDS = ("semi", "final")
SEED = 20260512
FINALISTS = 30
JUDGES = 5

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
    "陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
)
NUMERALS = "一二三四五六七八九十"
UNITS = (
    "示例精工有限公司工会",
    "示例重工工会",
    "示例电气工会",
    "示例港务工会",
    "示例客车工会",
    "示例泵业工会",
    "示例液压工会",
    "示例阀门工会",
)
_HUNDREDTHS = {"places": 2, "mode": "half_up"}

# Code, theory, measured, the five judges' marks: the worked example of a small skills contest.
WORKED = (
    ("A07", "88", "61.5", ("26.5", "27", "25.5", "26", "28.5")),
    ("A05", "79", "64", ("26.5", "27.5", "27", "26", "27.5")),
    ("A12", "92", "60", ("25", "26", "24.5", "25.5", "25.5")),
    ("A03", "81", "64", ("26", "26.5", "25.5", "26", "26")),
    ("A15", "84", "62", ("27", "26.5", "26", "28", "26.5")),
    ("A01", "58", "66", ("28", "28", "27.5", "29", "28.5")),
    ("A11", "70", "45", ("20", "21", "19.5", "20.5", "22")),
    ("A09", "76", "41.5", ("18", "18.5", "17", "19", "18.5")),
)


def person(number: int) -> str:
    """The n-th synthetic name: 赵示一, 钱示二 …"""
    return f"{SURNAMES[number % len(SURNAMES)]}示{NUMERALS[number % len(NUMERALS)]}"


def scheme(scheme_id: str, judged: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Theory 30 %, practical 70 %; `judged` lists (id, title, greatest mark) of 30 in all."""
    return {
        "id": scheme_id,
        "title": "理论 30% + 实操 70%",
        "items": [
            {"id": "theory", "kind": "measured", "title": "理论", "max": "100", "step": "0.5"},
            {"id": "measured", "kind": "measured", "title": "测量", "max": "70", "step": "0.5"},
            *(
                {"id": item, "kind": "judged", "title": title, "max": most, "step": "0.5"}
                for item, title, most in judged
            ),
        ],
        "parts": [
            {
                "id": "judged",
                "title": "评判",
                "kind": "panel",
                "items": [item for item, _title, _most in judged],
                "panel": {"method": "trimmed", "low": 1, "high": 1},
                "rounding": _HUNDREDTHS,
            },
            {
                "id": "practical",
                "title": "实操",
                "kind": "sum",
                "of": ["measured", "judged"],
                "rounding": _HUNDREDTHS,
            },
            {
                "id": "total",
                "title": "总分",
                "kind": "sum",
                "of": [{"of": "theory", "factor": "0.3"}, {"of": "practical", "factor": "0.7"}],
                "rounding": _HUNDREDTHS,
            },
        ],
        "ties": [{"key": "value", "of": "practical"}, {"key": "value", "of": "theory"}],
        "pass": [{"of": "theory", "at_least": "60"}, {"of": "practical", "at_least": "60"}],
    }


def contest() -> dict[str, Any]:
    """The contest file: the finished semi-final and the final, both with all their marks."""
    entries = _entries()
    judges = [{"id": f"J{n + 1}", "name": f"{person(n + 30)}"} for n in range(JUDGES)]
    return {
        "format": FORMAT,
        "title": "长三角职工技能竞赛",
        "units": [{"id": f"u{n}", "name": name} for n, name in enumerate(UNITS)],
        "events": [{"id": "milling", "title": "数控铣"}],
        "schemes": [
            scheme("semi", [("craft", "工艺", "30")]),
            scheme(
                "final",
                [
                    ("safety", "工艺与安全", "10"),
                    ("surface", "表面质量", "10"),
                    ("fit", "尺寸与配合", "10"),
                ],
            ),
        ],
        "judges": judges,
        "entries": entries,
        "rounds": [_semi_final(), _final(entries)],
    }


def _entries() -> list[dict[str, Any]]:
    return [
        {
            "id": f"A{n + 1:02d}",
            "code": f"A{n + 1:02d}",
            "name": person(n),
            "unit": f"u{n % len(UNITS)}",
        }
        for n in range(FINALISTS)
    ]


def _semi_final() -> dict[str, Any]:
    marks = [
        mark
        for row in WORKED
        for mark in _sheet(row[0], row[1], row[2], [{"craft": m} for m in row[3]])
    ]
    return {
        "id": "semi",
        "title": "半决赛",
        "event": "milling",
        "scheme": "semi",
        "entries": [row[0] for row in WORKED],
        "judges": [f"J{n + 1}" for n in range(JUDGES)],
        "marks": marks,
        "prizes": _prizes(1, 2, 3),
    }


def _final(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Marks in the order in which they would be given: entrant by entrant, judge by judge."""
    chance = random.Random(SEED)  # noqa: S311 - a demonstration, drawn the same every time
    marks: list[dict[str, str]] = []
    for entry in entries:
        level = chance.uniform(0.62, 0.96)
        sheets = [
            {item: _drawn(chance, level, 10) for item in ("safety", "surface", "fit")}
            for _judge in range(JUDGES)
        ]
        marks += _sheet(entry["id"], _drawn(chance, level, 100), _drawn(chance, level, 70), sheets)
    return {
        "id": "final",
        "title": "决赛",
        "event": "milling",
        "scheme": "final",
        "entries": [entry["id"] for entry in entries],
        "judges": [f"J{n + 1}" for n in range(JUDGES)],
        "marks": marks,
        "prizes": _prizes(1, 3, 5),
    }


def _sheet(
    entry: str, theory: str, measured: str, sheets: list[dict[str, str]]
) -> list[dict[str, str]]:
    desk = [("theory", theory), ("measured", measured)]
    return [{"entry": entry, "item": item, "value": value} for item, value in desk] + [
        {"entry": entry, "judge": f"J{n + 1}", "item": item, "value": value}
        for n, sheet in enumerate(sheets)
        for item, value in sheet.items()
    ]


def _drawn(chance: random.Random, level: float, most: int) -> str:
    """A mark near `level` of `most`, in halves."""
    share = min(1.0, max(0.0, chance.gauss(level, 0.05)))
    halves = round(share * most * 2)
    return str(Decimal(halves) / 2)


def _prizes(*counts: int) -> dict[str, Any]:
    titles = ("一等奖", "二等奖", "三等奖")
    return {
        "tiers": [
            {"id": f"prize-{n}", "title": titles[n - 1], "count": count}
            for n, count in enumerate(counts, 1)
        ]
    }
