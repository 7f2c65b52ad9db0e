"""The server is killed (-9) between a press and its ruling, and right after the ruling.

The press that was acknowledged decides the race after the restart; the ruling counts once, however
often the desk sends it; the totals are those of one right answer.
"""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.results import result_view
from blueprints.contests.services.ledger import broken_rows
from blueprints.quizzes.models import Press, Ruling
from blueprints.quizzes.services import seats
from store import db
from store.actors import SYSTEM
from tests.support.quiz_phones import Desk, Phone, scorer
from tests.support.quizzes import Show, make_show
from tests.support.server import Server


def test_nothing_is_lost_between_press_and_ruling(app: Flask, server: Server) -> None:
    now = datetime.now(UTC)
    show = make_show(now, teams=2, seats=1)
    username = scorer(show.hall.organisation_id, now)
    code = seats.issue_join_code(SYSTEM, show.contestant_ids[1][0], now)
    server.start()
    desk = Desk(server.url, show.quiz_id, username)
    phone = Phone(server.url, show.contestant_ids[1][0], code)
    desk.act("segment", segment=show.segment_ids[1])
    turn = desk.next()
    desk.act("open", turn=turn)
    phone.wait("armed")
    phone.exchange()
    key = f"press-{uuid.uuid4()}"
    assert phone.press(key=key)["ok"]
    server.kill()  # nobody has settled the race yet
    server.start()

    phone.close()
    phone.look()
    phone.press(key=key)  # the phone sends it again until it hears that it is in
    phone.wait("yours")
    assert desk.stands == (turn, "answering")
    ruled = f"desk-{uuid.uuid4().hex}"
    desk.act("rule-right", turn=turn, key=ruled)
    server.kill()
    server.start()
    desk.act("rule-right", turn=turn, key=ruled)
    phone.close()
    _check(show)


def _check(show: Show) -> None:
    db.session.rollback()
    assert [one.verdict for one in db.session.scalars(sa.select(Press))] == ["first"]
    assert [one.kind for one in db.session.scalars(sa.select(Ruling))] == ["right"]
    marks = sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.MARK)
    assert [row.value for row in db.session.scalars(marks)] == ["10"]
    totals = [row.total for row in result_view(show.hall.round_id, Audience.DESK).rows]
    assert totals == ["110", "100"]
    assert broken_rows(show.hall.round_id) == []
