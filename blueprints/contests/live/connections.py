"""Whether judges are there: connected now, gone since when, or never seated.

Phones say it by being in their room; the desk's rooms and pages are told here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import product

import sqlalchemy as sa

from blueprints.contests.models import JudgeDevice, Round, RoundJudge, RoundState
from blueprints.contests.services import seats
from realtime import Identity, messages, presence
from store import db
from web.formats import minute
from web.languages import LANGUAGES

CONNECTED, OFFLINE, NEVER = "connected", "offline", "never"


@dataclass(frozen=True)
class Connection:
    """Of one judge: `connected`, `offline` (since `seen`), or `never` (no device sits there)."""

    state: str
    seen: datetime | None
    device: str = ""
    since: datetime | None = None


def connections(judge_ids: Iterable[int]) -> dict[int, Connection]:
    """The connection of each of these judges, as far as this server knows now."""
    wanted = list(judge_ids)
    devices = db.session.scalars(
        sa.select(JudgeDevice)
        .where(JudgeDevice.judge_id.in_(wanted), JudgeDevice.replaced_at.is_(None))
        .order_by(JudgeDevice.id)
    )
    sitting = {device.judge_id: device for device in devices}
    return {judge_id: _connection(judge_id, sitting.get(judge_id)) for judge_id in wanted}


def tell_desks(actor: Identity, key: str, now: datetime) -> None:
    """A judge's phone came or went (presence hook of their room): the desks see it."""
    if actor.kind == "device" and actor.id is not None:
        seats.note_contact(actor.id, now)
    if key.isascii() and key.isdigit():
        show_connection(int(key))


def show_connection(judge_id: int) -> None:
    """Put a judge's connection on the desks of all rounds that are under way."""
    now = connections([judge_id])[judge_id]
    value = {"state": now.state, "seen": minute(now.seen) if now.seen else ""}
    rounds = db.session.scalars(
        sa.select(RoundJudge.round_id)
        .join(Round, Round.id == RoundJudge.round_id)
        .where(RoundJudge.judge_id == judge_id, Round.state != RoundState.PUBLISHED)
    )
    for round_id, language in product(rounds.all(), LANGUAGES):
        messages.state(f"desk:{round_id}:{language}", f"judge-{judge_id}", value)


def _connection(judge_id: int, device: JudgeDevice | None) -> Connection:
    if device is None:
        return Connection(NEVER, None)
    members = presence.members(f"judge:{judge_id}")
    here = [m for m in members if m.identity == Identity("device", device.id)]
    seen = max((m.seen for m in here), default=device.seen_at)
    state = CONNECTED if here else OFFLINE
    return Connection(state, max(seen, device.seen_at), device.label, device.joined_at)
