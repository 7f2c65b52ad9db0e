"""The result that the demonstration quiz must end with, wherever it was played."""

from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.results import result_view

# Name → (total, place, prize): thirteen teams; the tie at 8/9 is decided and changes no total.
TABLE = {
    "古荡街道总工会": ("180", 1, "一等奖"),
    "三墩镇总工会": ("160", 2, "二等奖"),
    "灵隐街道总工会": ("150", 3, "二等奖"),
    "北山街道总工会": ("140", 4, "三等奖"),
    "留下街道总工会": ("140", 4, "三等奖"),
    "示例小镇甲": ("130", 6, "三等奖"),
    "示例园区乙": ("130", 6, "三等奖"),
    "示例街道丙": ("120", 8, "三等奖"),
    "示例镇丁": ("120", 9, ""),
    "示例街道戊": ("110", 10, ""),
    "示例园区己": ("110", 10, ""),
    "示例街道庚": ("110", 10, ""),
    "示例镇辛": ("100", 13, ""),
}


def table_of(round_id: int, audience: Audience = Audience.DESK) -> dict[str, tuple[str, int, str]]:
    """What the round's result says, in the same form."""
    return {
        row.who.label: (row.total or "", row.place.number or 0, "、".join(row.prizes))
        for row in result_view(round_id, audience).rows
    }
