"""Workbooks as organisers would fill them in."""

import io

from openpyxl import Workbook

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
NUMERALS = "一二三四五六七八九十"

EVENTS = ["赛项", "轮次", "评分办法"]
UNITS = ["单位", "赛区", "领队", "限报人数"]
ENTRIES = ["赛项", "姓名", "单位", "编码", "出生日期", "联系方式"]
TEAMS = ["赛项", "队名", "单位", "队员"]
JUDGES = ["姓名", "单位", "赛项", "评分项"]

Rows = list[list[str]]


def name(n: int) -> str:
    """A visibly synthetic name, another for every number up to 1,600."""
    more = NUMERALS[n // 160 % 10] if n >= 160 else ""
    return f"{SURNAMES[n % 16]}示{NUMERALS[n // 16 % 10]}{more}"


def entrants(count: int, event: str = "数控铣", unit: str = "示例精工工会") -> Rows:
    return [[event, f"{name(n)}{n // 1600 or ''}", unit, f"A{n + 1:04d}"] for n in range(count)]


def book(**sheets: Rows) -> dict[str, Rows]:
    """Sheets with their heads, titled as in the Chinese template."""
    heads = {
        "赛项": EVENTS, "参赛单位": UNITS, "选手": ENTRIES, "参赛队": TEAMS, "评委": JUDGES,
    }  # fmt: skip
    titles = dict(zip(("events", "units", "entries", "teams", "judges"), heads, strict=True))
    return {titles[key]: [heads[titles[key]], *rows] for key, rows in sheets.items()}


def xlsx(sheets: dict[str, Rows]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(out)
    return out.getvalue()
