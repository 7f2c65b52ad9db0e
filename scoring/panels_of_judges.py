"""Which judges mark what, where a round has several panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.contest import PanelOfJudges
    from scoring.sheets import Slot


class Panels:
    """A judge marks what any of the judge's panels covers."""

    def __init__(self, panels: Sequence[PanelOfJudges]) -> None:
        self.panels = panels

    def marks(self, judge: str, entry: str, slot: Slot) -> bool:
        item, attempt = slot
        return any(
            judge in panel.judges
            and (panel.entries is None or entry in panel.entries)
            and (panel.items is None or item in panel.items)
            and (panel.attempts is None or attempt in panel.attempts)
            for panel in self.panels
        )
