"""Names on public pages: persons masked, as enough for whoever holds the paper; bodies in full."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

STAR = "*"
MOST_STARS = 4
SHORTEST_BODY = 5  # characters; no person's name of this length ends in one of these words
_BODY_ENDS = re.compile(
    r"(工会|总工会|公司|集团|厂|街道|镇|乡|村|社区|园区|学校|大学|学院|医院|银行|中心|局|院|所|站"
    r"|委员会|联合会|协会|学会|研究会|代表队|车间|班组|班|组|队|部|处|科|室|社|馆|工作室|支部)$"
)
_LATIN_BODY = re.compile(
    r"\b(union|federation|company|ltd|co|inc|group|factory|works|school|university|college"
    r"|hospital|bureau|committee|association|team|department|office|center|centre)\b\.?",
    re.IGNORECASE,
)


def masked(name: str) -> str:
    """赵*一, 赵*, A***: the first letter, and the last of a Chinese name that has three.

    How long a long name is, isn't told.
    """
    name = name.strip()
    if len(name) < 2:
        return name + STAR
    if name.isascii() or " " in name:
        return name[0] + STAR * 3
    if len(name) == 2:
        return name[0] + STAR
    return name[0] + STAR * min(len(name) - 2, MOST_STARS) + name[-1]


def is_body(name: str, unit: str, printed: Mapping[str, Any]) -> bool:
    """Whether a certificate is a unit's or a team's. In doubt it is a person's, and masked."""
    if printed.get("honorific"):
        return False
    if printed.get("members") or name == unit:
        return True
    words = _LATIN_BODY.search(name) if name.isascii() else _BODY_ENDS.search(name)
    return len(name) >= SHORTEST_BODY and words is not None


def without_names(text: str, names: Iterable[str]) -> str:
    """A reason or a title, with those full names masked that somebody wrote into it."""
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        text = text.replace(name, masked(name))
    return text
