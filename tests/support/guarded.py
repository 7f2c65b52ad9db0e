"""Results that are being defended, with something to see on every page of theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from blueprints.contests.life import Step
from blueprints.contests.queries.appeals import slips_of
from blueprints.contests.services import amending, appeals, notices
from blueprints.contests.services.appeals import Letter
from store.actors import SYSTEM, Actor
from tests.support.defended import defended

SECOND = Actor("system", 2, "another person")
OBJECTION = "a-key-of-an-objection"


@dataclass(frozen=True)
class Guarded:
    """A round with an appeal and an amendment, and one on public notice with an objection."""

    contest_id: int
    round_id: int
    noticed_id: int
    entry_key: str
    token: str


def make_guarded(now: datetime, parent_id: int) -> Guarded:
    """Both of them, of a body below this one."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    first, second = (
        defended(app, now, steps, parent_id=parent_id)
        for steps in ((Step.APPEALS, Step.NOTICE), (Step.NOTICE,))
    )
    round_id, noticed_id = first.hall.round_id, second.hall.round_id
    appeals.make_links(SYSTEM, round_id, now)
    token = slips_of(first.hall.round)[0].token
    letter = Letter(
        "评委一现场亮分 9.90，成绩单写成 9.00。", "领队示一", "13800000000", "an-appeal-key"
    )
    appeals.lodge_by_link(token, round_id, letter, now)
    done, waiting = first.slip(), first.slip("9.40", entry=1)
    seq = amending.ask(SYSTEM, round_id, done, "录入笔误", now)
    amending.approve(SECOND, round_id, seq, now)
    amending.ask(SYSTEM, round_id, waiting, "录入笔误", now)
    notices.begin_notice(SYSTEM, noticed_id, now)
    doubt = Letter("参赛资格有疑问。", "群众示一", "someone@example.org", OBJECTION)
    notices.object_to(SYSTEM, noticed_id, doubt, now + timedelta(seconds=1))
    return Guarded(first.hall.contest_id, round_id, noticed_id, first.hall.entry(0).key, token)
