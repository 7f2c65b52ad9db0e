"""The organiser's own schemes of a contest: the list, and as choices beside the ready-made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

import scoring
from blueprints.contests.models import Contest, Round, Scheme
from blueprints.contests.queries.setup.schemes import PresetView, rule_of, sample_of
from blueprints.contests.rules import in_words
from store import db


@dataclass(frozen=True)
class OwnScheme:
    """A version in the list. `rounds` are those marked by it; an older one is `outdated`."""

    id: int
    title: str
    version: int
    created_at: datetime
    rounds: tuple[str, ...]
    outdated: bool


def own_schemes(contest_id: int) -> list[OwnScheme]:
    """Every version, the newest of each scheme first."""
    rows = db.session.scalars(
        sa.select(Scheme)
        .where(Scheme.contest_id == contest_id, Scheme.family != "")
        .order_by(Scheme.family, Scheme.version.desc())
    ).all()
    used: dict[int, list[str]] = {}
    rounds = sa.select(Round).where(Round.contest_id == contest_id).order_by(Round.id)
    for round_ in db.session.scalars(rounds):
        label = f"{round_.event.title} · {round_.title}"
        used.setdefault(round_.scheme_id, []).append(label)
    newest: dict[str, int] = {}
    for row in rows:
        newest.setdefault(row.family, row.id)
    return [
        OwnScheme(
            row.id,
            row.title,
            row.version,
            row.created_at,
            tuple(used.get(row.id, ())),
            newest[row.family] != row.id,
        )
        for row in rows
    ]


def own_choices(contest_id: int) -> list[PresetView]:
    """The newest versions, to be chosen like ready-made schemes."""
    current = [one for one in own_schemes(contest_id) if not one.outdated]
    return [_choice(db.session.get_one(Scheme, one.id)) for one in current]


def rounds_to_look_at(contest: Contest) -> list[tuple[str, str]]:
    """(ref, title) of the rounds whose totals a scheme may take."""
    return [
        (round_.ref, f"{event.title} · {round_.title}")
        for event in contest.events
        for round_ in event.rounds
    ]


def _choice(scheme: Scheme) -> PresetView:
    document: dict[str, Any] = {**scheme.document, "id": scheme.ref}
    read = scoring.read_scheme(document)
    said = scoring.describe(read)
    return PresetView(
        id=f"own:{scheme.id}",
        title=scheme.title,
        summary=" ".join(in_words(message) for line in said.parts[:1] for message in line.messages),
        judges=0,
        needs_round=False,
        rule=rule_of(read),
        sample=None if read.looks_back else sample_of(document),
    )
