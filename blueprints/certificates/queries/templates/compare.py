"""Two versions side by side: which lines went, which came, in each part of the template."""

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from blueprints.certificates.queries.templates.words import PARTS

CONTEXT = 3  # unchanged lines shown around a change
PAGE = ("title_zh", "title_en", "kind", "sheet", "imposition", "flowing")
MOST_LINES = 4000  # of one part that are compared line by line; beyond, it is too slow

_ = lazy_gettext


@dataclass(frozen=True)
class Side:
    """One line of one version; `number` 0 stands for no line. `changed` is told by a mark too."""

    number: int = 0
    text: str = ""
    changed: bool = False


@dataclass(frozen=True)
class Compared:
    """One part in which the versions differ. A row of None stands for lines left out."""

    title: LazyString
    rows: list[tuple[Side, Side] | None]


def compared(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    old_assets: Mapping[str, str],
    new_assets: Mapping[str, str],
) -> list[Compared]:
    """The parts that differ, in the editor's order; empty when nothing does."""
    pairs = [(PARTS[part], old[part], new[part]) for part in PARTS]
    pairs.append((_("Fields"), _lines(old["fields"]), _lines(new["fields"])))
    pairs.append((_("Page set-up"), _page(old), _page(new)))
    pairs.append((_("Pictures"), _names(old_assets), _names(new_assets)))
    return [Compared(title, _rows(a, b)) for title, a, b in pairs if a != b]


def _lines(fields: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in fields)


def _page(content: Mapping[str, Any]) -> str:
    """A line for each value: `imposition.paper.width_mm: 420`."""
    lines = [line for key in PAGE for line in _flat(key, content[key])]
    return "\n".join(sorted(lines))


def _flat(name: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [line for key, one in value.items() for line in _flat(f"{name}.{key}", one)]
    shown = f"{value:g}" if isinstance(value, float) else f"{value}"
    return [f"{name}: {shown}"]


def _names(assets: Mapping[str, str]) -> str:
    return "\n".join(f"{name} {sha[:12]}" for name, sha in sorted(assets.items()))


def _rows(old: str, new: str) -> list[tuple[Side, Side] | None]:
    a, b = old.splitlines()[:MOST_LINES], new.splitlines()[:MOST_LINES]
    groups = difflib.SequenceMatcher(None, a, b, autojunk=False).get_grouped_opcodes(CONTEXT)
    rows: list[tuple[Side, Side] | None] = []
    for group in groups:
        rows += [None] if group[0][1] or group[0][3] else []
        for tag, a1, a2, b1, b2 in group:
            left = _sides(a, a1, a2, changed=tag != "equal")
            rows += zip_longest(left, _sides(b, b1, b2, changed=tag != "equal"), fillvalue=Side())
    return rows


def _sides(lines: list[str], start: int, end: int, *, changed: bool) -> Iterator[Side]:
    return (Side(n + 1, lines[n], changed) for n in range(start, end))
