"""A second demonstration contest, still to be opened: a speech contest of twelve."""

from typing import Any

from flask_babel import gettext as _

from blueprints.contests.demo.skills import FORMAT, UNITS, person
from scoring.presets import PRESETS

SPEAKERS = 12
JUDGES = 5


def contest() -> dict[str, Any]:
    """The contest file, without marks."""
    return {
        "format": FORMAT,
        "title": "劳模精神主题演讲比赛",
        "units": [{"id": f"u{n}", "name": name} for n, name in enumerate(UNITS)],
        "events": [{"id": "speech", "title": "主题演讲"}],
        "schemes": [PRESETS["speech"].document(_)],
        "judges": [{"id": f"J{n + 1}", "name": person(n + 36)} for n in range(JUDGES)],
        "entries": [
            {"id": f"S{n + 1:02d}", "name": person(n + 5), "unit": f"u{n % len(UNITS)}"}
            for n in range(SPEAKERS)
        ],
        "rounds": [
            {
                "id": "final",
                "title": "决赛",
                "event": "speech",
                "scheme": "speech",
                "judges": [f"J{n + 1}" for n in range(JUDGES)],
                "prizes": {
                    "tiers": [
                        {"id": "first", "title": "一等奖", "count": 1},
                        {"id": "second", "title": "二等奖", "count": 2},
                        {"id": "third", "title": "三等奖", "count": 3},
                    ]
                },
            }
        ],
    }
