"""The marks of a round: the long list of a contest file, checked one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.contest import Mark, PanelOfJudges
from scoring.contest_file.faults import MISSING, Faults
from scoring.errors import N_, MarkError
from scoring.panels_of_judges import Panels
from scoring.schemes.items import Item, canonical_mark
from scoring.schemes.model import Scheme


class MarkReader:
    """Checks that each mark is from a judge of the round, for an entry, within bounds."""

    def __init__(
        self,
        faults: Faults,
        scheme: Scheme,
        entries: set[str],
        judges: set[str],
        panels: Sequence[PanelOfJudges],
    ) -> None:
        self.faults = faults
        self.scheme = scheme
        self.items = {item.id: item for item in scheme.items}
        self.entries = entries
        self.judges = judges
        self.panels = Panels(panels) if panels else None
        self.values: dict[tuple[str, str], str | MarkError] = {}
        self.seen: set[tuple[str, str | None, str, int, int]] = set()

    def read(self, marks: Iterable[Any], path: str) -> Iterable[Mark]:
        for number, one in enumerate(marks):
            if isinstance(one, dict) and MISSING not in one.values():
                mark = self._mark(one, path, number)
                if mark is not None:
                    yield mark

    def _mark(self, one: Mapping[str, Any], path: str, number: int) -> Mark | None:
        item = self.items.get(one["item"])
        if item is None:
            self._refuse_item(one["item"], f"{path}[{number}].item")
            return None
        judge = one.get("judge")
        attempt = one.get("attempt", 1)
        fault = self._fault(one["entry"], item, judge, attempt)
        if fault is not None:
            self.faults.add(f"{path}[{number}].{fault[0]}", fault[1], **fault[2])
            return None
        value = self._value(item, one["value"])
        if isinstance(value, MarkError):
            where = f"{path}[{number}].value"
            self.faults.add(where, value.template, **value.params)
            return None
        mark = Mark(one["entry"], one["item"], value, judge, attempt, one.get("version", 1))
        marked_by = judge if item.is_judged else None
        key = (mark.entry, marked_by, mark.item, attempt, mark.version)
        if key in self.seen:
            self.faults.add(f"{path}[{number}]", N_("this mark is in the file twice"))
            return None
        self.seen.add(key)
        return mark

    def _fault(
        self, entry: str, item: Item, judge: str | None, attempt: int
    ) -> tuple[str, str, dict[str, object]] | None:
        if entry not in self.entries:
            return "entry", N_("“{name}” is not in this round"), {"name": entry}
        if attempt > item.span:
            return "attempt", N_("there are only {count} attempts"), {"count": item.span}
        if not item.is_judged:
            return None
        if judge is None:
            return "judge", N_("a judged mark needs its judge"), {}
        if judge not in self.judges:
            return "judge", N_("“{name}” is not a judge of this round"), {"name": judge}
        if self.panels is not None and not self.panels.marks(judge, entry, (item.id, attempt)):
            return "judge", N_("“{name}” does not mark this"), {"name": judge}
        return None

    def _refuse_item(self, name: str, path: str) -> None:
        # An item that could not be read is known by name only; its own fault is enough.
        if self.scheme.document or name in self.scheme.nodes:
            self.faults.add(path, N_("“{name}” is not an item of the scheme"), name=name)

    def _value(self, item: Item, text: str) -> str | MarkError:
        """The canonical value; the same text is checked only once for an item."""
        key = (item.id, text)
        value = self.values.get(key)
        if value is None:
            try:
                value = canonical_mark(item, text)
            except MarkError as error:
                value = error
            self.values[key] = value
        return value
