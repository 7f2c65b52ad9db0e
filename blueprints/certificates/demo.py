"""The demonstration's documents: a course whose certificates are issued, prizes still without.

Drawing takes seconds, so the job worker issues the course's batch once it runs, handed in by one
person and approved by another. The prizes of the semi-final wait for whoever tries it out.
"""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchState,
    HonorRoll,
    RollState,
    Source,
)
from blueprints.certificates.queries.notices.suggested import suggested
from blueprints.certificates.services import batches, lists, notices, preflight, rolls
from blueprints.certificates.services.authority.seals import draw_seal
from blueprints.certificates.services.batches import BatchInput
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.services.notices import NoticeInput
from blueprints.certificates.services.rolls import RollInput
from blueprints.contests.demo import world
from blueprints.contests.demo.people import FEDERATION
from blueprints.contests.demo.skills import UNITS, person
from blueprints.contests.models import Round
from extensions import queue
from store import db
from web import clock
from web.formats import local

COURSE = "示例市职工数控技能提升班"
PUPILS = 12
HERE = "http://127.0.0.1:8000"
LANGUAGE = "zh_Hans_CN"
KEEPER, ORGANISER = "demo-union", "demo-organiser"


def create(federation_id: int, now: datetime) -> None:
    """A seal for trying; the prizes' list, roll and notice; the course's list and batch."""
    seal_id = draw_seal(world.actor(KEEPER), federation_id, now)
    today = local(now).date().isoformat()
    _prizes(today, now)
    _course(federation_id, seal_id, today, now)


def links(base: str) -> Iterator[tuple[str, str]]:
    """The newest public honor roll, and where certificates are verified."""
    roll = db.session.scalar(
        sa.select(HonorRoll)
        .where(HonorRoll.state == RollState.PUBLISHED)
        .order_by(HonorRoll.id.desc())
        .limit(1)
    )
    if roll is not None:
        yield "honor roll", f"{base}/honor/{roll.slug}"
    yield "verify", f"{base}/verify"


@queue.job()
def issue_course(batch_id: int) -> None:
    """Check, hand in, approve, and issue the course's certificates."""
    preflight.check(batch_id, "demonstration", clock.now)
    batches_steps.submit(world.actor(ORGANISER), batch_id, clock.now())
    batches_steps.approve(world.actor(KEEPER), batch_id, clock.now())
    if db.session.get_one(Batch, batch_id).state == BatchState.RUNNING:
        from blueprints.certificates.jobs import issue_batch

        issue_batch(batch_id)


def _prizes(today: str, now: datetime) -> None:
    organiser = world.actor(ORGANISER)
    round_id = db.session.scalar(
        sa.select(Round.id).where(Round.prizes_confirmed_at.is_not(None)).order_by(Round.id)
    )
    assert round_id is not None, "the demonstration's semi-final has its prizes confirmed"
    list_id = lists.list_from_contest(organiser, round_id, now)
    roll_id = rolls.create_roll(organiser, list_id, RollInput("长三角职工技能竞赛光荣榜"), now)
    rolls.publish_roll(organiser, roll_id, "获奖选手本人同意公布姓名、单位和奖项", now)
    occasion = db.session.get_one(AwardList, list_id).occasion
    texts = suggested(list_id, occasion, FEDERATION, "notice", LANGUAGE)
    wanted = NoticeInput(
        "notice",
        texts.title,
        FEDERATION,
        today,
        addressed_to=texts.addressed_to,
        opening=texts.opening,
        closing=texts.closing,
        language=LANGUAGE,
    )
    notices.create_notice(organiser, list_id, wanted, now)


def _course(federation_id: int, seal_id: int, today: str, now: datetime) -> None:
    organiser = world.actor(ORGANISER)
    course = {"course": COURSE, "hours": "32", "date_from": today, "date_to": today}
    rows = [
        AwardRow(person(n + 12), unit=UNITS[n % len(UNITS)], values=course) for n in range(PUPILS)
    ]
    list_id = lists.create_from_rows(
        organiser,
        federation_id,
        Source.SPREADSHEET,
        None,
        "",
        f"{COURSE}结业名单",
        COURSE,
        rows,
        now,
    )
    wanted = BatchInput(
        template="ready:credit-hours",
        issuer=FEDERATION,
        issued_on=today,
        verify_base=current_app.extensions["settings"].public_url or HERE,
        seal_id=seal_id,
    )
    issue_course.later(batches.create_batch(organiser, list_id, wanted, now))
