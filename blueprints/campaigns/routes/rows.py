"""Rows of the forms of tiers and hosts: as they stand, or as they were typed and refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from blueprints.campaigns.models import Campaign, HostPart, TierKind
from blueprints.campaigns.services.campaigns import MOST_HOSTS, MOST_TIERS

FEWEST_TIERS, BLANK = 3, 2


@dataclass(frozen=True)
class TierRow:
    """A tier as text; `id` is empty for a new one."""

    id: str = ""
    title: str = ""
    kind: str = TierKind.CONTEST
    planned: str = ""


@dataclass(frozen=True)
class HostRow:
    """A host as text."""

    name: str = ""
    part: str = HostPart.HOST


def tier_rows(campaign: Campaign) -> list[TierRow]:
    """The campaign's tiers, and rows for further ones as long as there is room."""
    rows = [
        TierRow(str(one.id), one.title, one.kind, "" if one.planned is None else str(one.planned))
        for one in campaign.tiers
    ]
    return rows + [TierRow()] * _blanks(rows, FEWEST_TIERS, MOST_TIERS)


def host_rows(campaign: Campaign) -> list[HostRow]:
    """The campaign's hosts, and rows for further ones as long as there is room."""
    rows = [HostRow(one.name, one.part) for one in campaign.hosts]
    return rows + [HostRow()] * _blanks(rows, BLANK, MOST_HOSTS)


def typed_tiers(form: MultiDict[str, str]) -> list[TierRow]:
    """The tiers as they were sent."""
    columns = (form.getlist(name) for name in ("id", "title", "kind", "planned"))
    return [TierRow(*row) for row in zip(*columns, strict=False)]


def raised(rows: list[TierRow], row: int) -> list[TierRow]:
    """That row before the one above it; nought leaves all as they are."""
    if not 0 < row < len(rows):
        return rows
    return [*rows[: row - 1], rows[row], rows[row - 1], *rows[row + 1 :]]


def typed_hosts(form: MultiDict[str, str]) -> list[HostRow]:
    """The hosts as they were sent."""
    columns = (form.getlist(name) for name in ("name", "part"))
    return [HostRow(*row) for row in zip(*columns, strict=False)]


def _blanks(rows: Sequence[object], fewest: int, most: int) -> int:
    return max(0, min(max(BLANK, fewest - len(rows)), most - len(rows)))
