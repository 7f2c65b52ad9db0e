"""A template's style sheet: checked before WeasyPrint sees it, and what every sheet starts from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tinycss2

from documents.allowed import AT_RULES
from documents.errors import Refused
from documents.model import Options, Sheet, Template

MOST_CSS = 200 * 1024
SCHEMES = ("asset:", "data:image/", "#")
MOST_DEPTH = 30
LEAST_MM, MOST_MM, MOST_BLEED_MM, MOST_IMPOSED = 10, 2000, 20, 100


def check_css(css: str) -> None:
    """Raise Refused for ``@import``, ``@font-face`` and addresses of other schemes."""
    if len(css) > MOST_CSS:
        raise Refused("too_large", "css")
    try:
        _check(tinycss2.parse_component_value_list(css), 0)
    except RecursionError as problem:
        raise Refused("too_large", "css") from problem


def _check(tokens: Iterable[Any], depth: int) -> None:
    if depth > MOST_DEPTH:
        raise Refused("too_large", "css")
    for token in tokens:
        if token.type == "at-keyword" and token.lower_value not in AT_RULES:
            raise Refused("refused", f"@{token.value}", token.source_line)
        if token.type == "url":
            _check_url(token.value, token.source_line)
        if token.type == "function":
            if token.lower_name in {"url", "src", "image", "image-set"}:
                _check_strings(token)
            _check(token.arguments, depth + 1)
        if hasattr(token, "content"):
            _check(token.content, depth + 1)


def _check_strings(function: Any) -> None:
    for argument in function.arguments:
        if argument.type == "string":
            _check_url(argument.value, argument.source_line)


def _check_url(url: str, line: int) -> None:
    if not url.strip().lower().startswith(SCHEMES):
        raise Refused("refused", url[:200], line)


def check_sheet(template: Template) -> None:
    """Raise Refused for sheets that no printer takes."""
    sheets = [template.sheet] + ([template.imposition.paper] if template.imposition else [])
    for sheet in sheets:
        sides = (sheet.width_mm, sheet.height_mm)
        if not all(LEAST_MM <= side <= MOST_MM for side in sides):
            raise Refused("refused", "sheet")
        if not 0 <= sheet.bleed_mm <= MOST_BLEED_MM:
            raise Refused("refused", "bleed")
    imposed = template.imposition
    if imposed and not 1 <= imposed.columns * imposed.rows <= MOST_IMPOSED:
        raise Refused("refused", "imposition")


def base_css(template: Template, options: Options) -> str:
    """Page size, bleed and marks; one box of the sheet's size for each row."""
    sheet = template.sheet
    size = f"{sheet.width_mm:g}mm {sheet.height_mm:g}mm"
    marks = "marks: crop;" if sheet.crop_marks else ""
    margin = "margin: 20mm" if template.flowing else "margin: 0"
    return (
        f"@page {{ size: {size}; bleed: {sheet.bleed_mm:g}mm; {marks} {margin} }}"
        'html { font-family: "Guildhall Song"; color: #1a1a1a }'
        "body { margin: 0 }"
        f".sheet {{ position: relative; width: {sheet.width_mm:g}mm;"
        f" height: {sheet.height_mm:g}mm; break-after: page; overflow: hidden }}"
        ".sheet:last-child { break-after: auto }"
        ".qr { image-rendering: crisp-edges }"
    )


LAYER_CSS = "@page { margin: 0 !important; marks: none } .sheet { overflow: visible }"

SAMPLE_HTML = '<p class="sample">样张 SAMPLE</p>'


def sample_css(sheet: Sheet) -> str:
    """The mark across the sheet: its seven ems lie aslant within any shape of sheet."""
    size = min(0.114 * sheet.width_mm, 0.2 * sheet.height_mm)
    return (
        ".sample { position: absolute; left: 0; right: 0; top: 50%; text-align: center;"
        f' margin: -.5em 0 0; font: 700 {size:.2f}mm/1 "Guildhall Hei"; letter-spacing: .1em;'
        " text-indent: .1em; color: #b3261e; opacity: .18; transform: rotate(-24deg);"
        " white-space: nowrap }"
    )
