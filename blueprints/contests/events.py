"""What happens in a contest, told to live rooms and other features (store.events)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LedgerWritten:
    """A row was added to a round's ledger."""

    round_id: int
    contest_id: int
    seq: int
    kind: str
    entry_id: int | None
    judge_id: int | None
    at: datetime


@dataclass(frozen=True)
class SeatTaken:
    """A device sat down at a judge's seat; an older one may have been replaced."""

    judge_id: int
    contest_id: int
    device_id: int
    replaced_device_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class SeatWithdrawn:
    """The desk closed a judge's seat; the devices that sat there are out for good."""

    judge_id: int
    contest_id: int
    device_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class SetupChanged:
    """Entries, judges or settings of a round changed: what was cached of it is stale."""

    contest_id: int
    at: datetime


@dataclass(frozen=True)
class CeremonyMoved:
    """A reveal began, went a step on or back, or ended."""

    ceremony_id: int
    round_id: int
    at: datetime


@dataclass(frozen=True)
class CheckedIn:
    """Somebody was found present, late or absent, or that was taken back."""

    round_id: int
    contest_id: int
    entry_id: int
    presence: str
    at: datetime
