"""What templates can do with values: dates in Chinese and how wide a text will be."""

from __future__ import annotations

import datetime as dt
import unicodedata

DIGITS = "〇一二三四五六七八九"


def parsed(value: object) -> dt.date | None:
    """The date of an ISO text (a time after it is ignored); None when it is none."""
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese: 十, 十一, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    text = ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "")
    return text + (DIGITS[ones] if ones else "")


def chinese_month(value: object) -> str:
    """2026-11-21 → 二〇二六年十一月; anything that is no date stays as it is."""
    date = parsed(value)
    if date is None:
        return str(value)
    year = "".join(DIGITS[int(digit)] for digit in f"{date.year:04d}")
    return f"{year}年{chinese_number(date.month)}月"


def chinese_date(value: object) -> str:
    """2026-11-21 → 二〇二六年十一月二十一日."""
    date = parsed(value)
    return str(value) if date is None else f"{chinese_month(value)}{chinese_number(date.day)}日"


def arabic_date(value: object) -> str:
    """2026-11-21 → 2026年11月21日."""
    date = parsed(value)
    return str(value) if date is None else f"{date.year}年{date.month}月{date.day}日"


def english_date(value: object) -> str:
    """2026-11-21 → 21 November 2026."""
    date = parsed(value)
    return str(value) if date is None else f"{date.day} {date:%B} {date.year}"


def em(value: object) -> int | float:
    """The width of a text in ems: 1 for a full-width character, else a half."""
    halves = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in str(value))
    return halves // 2 if halves % 2 == 0 else halves / 2
