"""Playing a judged round again as a rehearsal, mark by mark, to be watched on its boards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, may, round_for
from blueprints.contests.demo import skills
from blueprints.contests.models import Contest, Round, RoundState
from blueprints.contests.plays import PlayRef
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.queries.setup.plays import played_round, running_play
from blueprints.contests.replay.script import script_of
from blueprints.contests.services.files import ImportOptions, import_contest
from blueprints.contests.services.progress import close_round
from blueprints.contests.services.setup.common import fresh_ref, note
from blueprints.people import services as people
from store import UserError, db, write
from store.actors import SYSTEM, Actor


def set_play_up(actor: Actor, round_id: int, now: datetime) -> int:
    """A fresh rehearsal of a judged round, without its marks; the id of the round to watch.

    It is public only where the marks are public already: names behind codes and results that
    are not published never get out by a rehearsal.
    """
    source = round_for(actor, round_id, Right.SET_UP)
    document = played_document(source)
    marks = script_of(document, {source.ref}).marks
    if not marks:
        raise UserError(_("This round has no marks that could be played."), status=409)
    with write():
        source = round_for(actor, round_id, Right.SET_UP)
        contest = source.contest
        db.session.refresh(contest, with_for_update=True)
        if running_play(contest, now) is not None:
            raise UserError(
                _("A rehearsal is being played already. Wait for its end, or stop it."), status=409
            )
        options = ImportOptions(
            rehearsal=True,
            public=_is_out_already(source),
            blind=contest.names_hidden,
            ref=PlayRef(source.id, marks).fresh(),
            unplayed=frozenset({source.ref}),
        )
        made = import_contest(SYSTEM, contest.organisation_id, document, now, options)
        rehearsal = db.session.get_one(Contest, made)
        _let_in(actor, rehearsal, now)
        note(actor, "contest.rehearsed", f"contest:{made}", rehearsal, now, round=source.id)
        round_ = played_round(rehearsal)
        assert round_ is not None  # the file has the round that was asked for
        return round_.id


def stop_play(actor: Actor, contest_id: int, now: datetime) -> None:
    """End a rehearsal: its round is closed, and whoever plays it gives up."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        round_ = played_round(contest)
        if round_ is None:
            return
        contest.ref = fresh_ref("c")
        if round_.state in (RoundState.OPEN, RoundState.PAUSED):
            close_round(actor, round_.id, now)


def played_document(round_: Round) -> Mapping[str, Any]:
    """What is played: the contest as it was judged; of the demonstration all of its script."""
    if round_.contest.ref == skills.REF and round_.ref in skills.ROUNDS:
        return skills.contest()
    return contest_file(round_.contest, Audience.DESK)


def source_of(contest: Contest) -> Round | None:
    """The round that a rehearsal plays again."""
    known = PlayRef.read(contest.ref)
    return db.session.get(Round, known.source_round_id) if known else None


def _let_in(actor: Actor, rehearsal: Contest, now: datetime) -> None:
    """Who organises a single contest organises its rehearsal as well."""
    if actor.id is not None and not may(actor, rehearsal, Right.SET_UP):
        people.grant_role(SYSTEM, actor.id, "organiser", contest_id=rehearsal.id, now=now)


def _is_out_already(round_: Round) -> bool:
    if not round_.contest.public or round_.contest.names_hidden:
        return False
    return round_.contest.ref == skills.REF or _all_published(round_)


def _all_published(round_: Round) -> bool:
    """Every round with marks: a rehearsal brings the other rounds' marks along."""
    pending = db.session.scalar(
        sa.select(Round.id)
        .where(
            Round.contest_id == round_.contest_id,
            Round.seq > 0,
            Round.state != RoundState.PUBLISHED,
        )
        .limit(1)
    )
    return pending is None
