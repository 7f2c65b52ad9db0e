"""Making the demonstration on an empty database, and the links by which to enter it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.contests.demo import people as cast
from blueprints.contests.demo import skills, speech
from blueprints.contests.models import (
    Contest,
    Entry,
    Judge,
    LedgerKind,
    Round,
    RoundJudge,
    RoundState,
)
from blueprints.contests.services import files, ledger, progress, seats, setup
from blueprints.contests.services.setup import ContestInput
from blueprints.people import queries as people
from blueprints.people import services as people_services
from blueprints.people.models import Account
from store import db, write
from store.actors import SYSTEM, Actor

Part = Callable[[int, datetime], None]
Links = Callable[[str], Iterator[tuple[str, str]]]
_parts: list[Part] = []
_links: list[Links] = []


def add_part(part: Part, links: Links) -> None:
    """Have another feature add to the demonstration: `part(federation id, now)`, in its write.

    `links(base)` gives what it has to show, as (what, address).
    """
    if part not in _parts:
        _parts.append(part)
        _links.append(links)


def create(now: datetime) -> bool:
    """Fill an empty database; False, and nothing done, where there are accounts already."""
    with write():
        if db.session.scalar(sa.select(Account.id).limit(1)) is not None:
            return False
        federation = cast.create(now)
        _skills_contest(federation, now)
        set_up_only = files.ImportOptions(with_marks=False)
        speeches = files.import_contest(SYSTEM, federation, speech.contest(), now, set_up_only)
        _announce(speeches, "示例图书馆报告厅", now, in_days=14)
        for part in _parts:
            part(federation, now)
    return True


def links(base: str, now: datetime) -> Iterator[tuple[str, str]]:
    """(who or what, address): a fresh one-time link per role and judge, and the screens."""
    for role in cast.ROLES:
        account_id = cast.account_id(role.username)
        if account_id is not None:
            token = people_services.issue_sign_in_link(account_id, now)
            yield role.role, f"{base}/sign-in/{token}"
    for links_of in _links:
        yield from links_of(base)
    running = running_round()
    if running is None:
        return
    for judge in _judges(running.contest_id):
        code = seats.issue_join_code(SYSTEM, judge.id, now)
        yield f"judge {judge.number}", f"{base}/join/{code}"
    yield "board", f"{base}/board/{running.id}"
    yield "hall", f"{base}/board/{running.id}/hall"
    yield "overlay", f"{base}/board/{running.id}/overlay"


def running_round() -> Round | None:
    """The newest open round with judges, of a contest that is no rehearsal."""
    judged = sa.select(RoundJudge.round_id)
    return db.session.scalar(
        sa.select(Round)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Round.state == RoundState.OPEN, Contest.rehearsal.is_(False), Round.id.in_(judged))
        .order_by(Round.id.desc())
        .limit(1)
    )


def _skills_contest(federation: int, now: datetime) -> None:
    document = skills.contest()
    judged = document["rounds"][1].pop("marks")
    options = files.ImportOptions(ref=skills.REF)
    contest_id = files.import_contest(SYSTEM, federation, document, now, options)
    _announce(contest_id, "示例市职工文化中心", now, in_days=0)
    for judge in _judges(contest_id):
        seats.issue_pin(SYSTEM, judge.id, now)
    semi, final = db.session.scalars(
        sa.select(Round).where(Round.contest_id == contest_id).order_by(Round.id)
    )
    progress.confirm_round(actor("demo-supervisor"), semi.id, now)
    progress.publish_round(actor("demo-referee"), semi.id, now)
    progress.confirm_prizes(actor("demo-referee"), semi.id, now)
    progress.open_round(actor("demo-organiser"), final.id, now)
    enter_desk_marks(final, [mark for mark in judged if "judge" not in mark], now)


def _announce(contest_id: int, venue: str, now: datetime, *, in_days: int) -> None:
    contest = db.session.get_one(Contest, contest_id)
    day = (now + timedelta(days=in_days)).date()
    given = ContestInput(contest.title, venue, day.isoformat())
    setup.update_contest(SYSTEM, contest_id, given, now)


def enter_desk_marks(round_: Round, marks: list[dict[str, str]], now: datetime) -> None:
    """What was measured before the judges begin: theory papers, dimensions."""
    entries = {
        entry.ref: entry
        for entry in db.session.scalars(
            sa.select(Entry).where(Entry.contest_id == round_.contest_id)
        )
    }
    scorer = actor("demo-scorer")
    for mark in marks:
        ledger.chain(
            round_,
            LedgerKind.MARK,
            scorer,
            now,
            entry=entries[mark["entry"]],
            item=mark["item"],
            value=mark["value"],
        )


def _judges(contest_id: int) -> list[Judge]:
    return list(
        db.session.scalars(
            sa.select(Judge).where(Judge.contest_id == contest_id).order_by(Judge.number)
        )
    )


def actor(username: str) -> Actor:
    """Who holds a demonstration account."""
    account_id = cast.account_id(username)
    found = people.actor_for_account(account_id) if account_id is not None else None
    return found or SYSTEM
