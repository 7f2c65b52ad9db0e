"""Titles in lines: whole in sense, of about the same length, as the standard asks."""

from itertools import pairwise

from documents.filters import em

NOT_FIRST = "，。、；：！？）》”’』」·的和与及等之中年月日届第号会奖度市区县"  # never begin a line
NOT_LAST = "（《“‘『「第关于对在"  # never end one
WHOLE = (  # words of such titles that are not torn apart
    "工会", "总工会", "职工", "劳动", "技能", "比武", "竞赛", "大赛", "先进", "优秀", "集体",
    "个人", "单位", "组织", "情况", "获奖", "成绩", "工匠", "精神", "活动", "示例", "光荣榜",
    "荣誉", "模范", "能手", "创新", "职业", "知识", "安全", "生产", "阅读", "读书", "表扬", "表彰",
    "通报", "决定",
)  # fmt: skip
GOOD_BEFORE = ("关于", "表彰", "表扬", "优秀", "先进", "的决定", "的通报")


def balanced(title: str, room: int) -> list[str]:
    """The title in lines of at most `room` ems; the user's own line breaks are kept."""
    lines = [line.strip() for line in title.splitlines() if line.strip()]
    return [part for line in lines for part in _broken(line, room)]


def phrases(title: str) -> list[str]:
    """The pieces of a title between which a line may end on a screen, whatever its width."""
    seams = [n for n in range(1, len(title)) if _badness(title, n, float(em(title[:n]))) <= 0]
    return [title[start:end] for start, end in pairwise((0, *seams, len(title)))]


def _broken(line: str, room: int) -> list[str]:
    if em(line) <= room:
        return [line]
    if " " in line and em(line) * 2 == len(line):
        return _words(line, room)
    count = -(-int(em(line) + 0.5) // room)
    at = _best_break(line, em(line) / count, room)
    return [line[:at], *_broken(line[at:], room)]


def _best_break(line: str, ideal: float, room: int) -> int:
    """Where the first line ends: near its fair share, at a seam of sense where there is one."""
    last = max(n for n in range(1, len(line)) if em(line[:n]) <= room)
    places = [n for n in range(2, last + 1) if len(line) - n > 1] or [last]
    return min(places, key=lambda n: _badness(line, n, ideal))


def _badness(line: str, at: int, ideal: float) -> float:
    distance = abs(float(em(line[:at])) - ideal)
    if line[at] in NOT_FIRST or line[at - 1] in NOT_LAST:
        distance += 20
    before = line[:at]
    if before.count("“") > before.count("”") or before.count("《") > before.count("》"):
        distance += 8
    if any(word in line[max(at - len(word) + 1, 0) : at + len(word) - 1] for word in WHOLE):
        distance += 8
    if line[at - 1 : at + 1].isalnum() and line[at - 1 : at + 1].isascii():
        distance += 40  # inside a number or a word
    if line.startswith(GOOD_BEFORE, at):
        distance -= 4
    return distance


def _words(line: str, room: int) -> list[str]:
    """A Latin title, by words."""
    count = -(-int(em(line) + 0.5) // room)
    ideal, lines = em(line) / count, [""]
    for word in line.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and (em(longer) > room or em(lines[-1]) >= ideal):
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
