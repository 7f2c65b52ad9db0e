"""A text that would do harm wherever it is taken for more than a text, put into every field."""

import json

import sqlalchemy as sa

from blueprints.contests.models import Entry, Judge, JudgeDevice
from blueprints.contests.services import desk, judging, setup
from blueprints.contests.services.judging import MarkInput
from blueprints.people.models import Account, Organisation
from store import db, write
from store.actors import SYSTEM
from tests.support.contests import Hall

SIGN = "zqx"
HOSTILE = (
    f"{SIGN}\"'></script></textarea><img src={SIGN} onerror=alert(1)><b {SIGN}=1>"
    f"{{{{6*7}}}}{{0.__class__}}%(name)s%s{SIGN}"
)


def write_everywhere(hall: Hall) -> None:
    """Names, titles, units, labels; and notes and reasons through the services.

    For a hall of `five_judges_trimmed` with two judges and three entrants.
    """
    with write():
        contest = hall.round.contest
        contest.title = contest.venue = hall.round.title = hall.round.event.title = HOSTILE
        contest.version += 1
        db.session.execute(sa.update(Entry).values(name=HOSTILE[:120], unit=HOSTILE, zone=SIGN))
        db.session.execute(sa.update(Judge).values(name=HOSTILE[:120], unit=HOSTILE))
        db.session.execute(sa.update(JudgeDevice).values(label=HOSTILE[:120]))
        db.session.execute(sa.update(Account).values(name=HOSTILE[:60]))
        db.session.execute(sa.update(Organisation).values(name=HOSTILE[:120]))
        document = json.loads(json.dumps(hall.round.scheme.document))
        for part in (*document["items"], *document["parts"]):
            part["title"] = HOSTILE
        hall.round.scheme.document = document
    _judge(hall)
    _rule(hall)


def _judge(hall: Hall) -> None:
    key = hall.entry(0).key
    setup.set_prizes(SYSTEM, hall.round_id, [(HOSTILE, 1)], hall.now)
    desk.call_entry(SYSTEM, hall.round_id, key, hall.now)
    for judge in (0, 1):
        for item in ("content", "skill", "effect"):
            given = MarkInput(hall.round_id, key, item, "7", f"key-{judge}-{item}", note=HOSTILE)
            judging.submit_mark(hall.judges[judge], given, hall.now)
        hall.lock(judge, 0)
    asking = hall.judges[0]
    judging.ask_to_reopen(asking, hall.round_id, key, HOSTILE, "ask-it-back", hall.now)


def _rule(hall: Hall) -> None:
    first, second, third = (hall.entry(position).key for position in range(3))
    desk.deduct(SYSTEM, hall.round_id, first, "1", HOSTILE, "deduct-again", hall.now)
    desk.set_status(SYSTEM, hall.round_id, second, "dq", HOSTILE, hall.now)
    judge_id = hall.judges[1].id
    assert judge_id is not None
    desk.excuse_judge(SYSTEM, hall.round_id, third, judge_id, "absent", HOSTILE, hall.now)
