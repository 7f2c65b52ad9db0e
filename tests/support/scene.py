"""An installation in the middle of its work: something to see on every page there is.

Names are as long as they get: what fits them fits everybody.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from blueprints.contests.models import Entry, Judge
from blueprints.contests.services import desk, judging, progress, seats
from blueprints.people import services as people
from store import db, write
from store.actors import SYSTEM, Actor
from tests.support.award_lists import prized_hall
from tests.support.classes import Classes, make_classes
from tests.support.contests import Hall, make_hall
from tests.support.entering import Entering, make_entering
from tests.support.guarded import Guarded, make_guarded
from tests.support.packages import package_of
from tests.support.papers import Papers, make_papers
from tests.support.people import World, make_world
from tests.support.quiz_scene import Quizzes, make_quizzes
from tests.support.reveals import begun, confirmed, taps
from tests.support.together import Together, make_together
from tests.support.watched import Watched, make_watched

LONG_NAME = "示例长三角生态绿色一体化发展示范区先进制造业集群联合工会委员会第二十三分会职工技能队"
SECOND = Actor("system", 2, "another person")


@dataclass(frozen=True)
class Scene:
    """Four rounds — running, published, not begun, with prizes — and the ways in.

    `papers` are documents of `west`; the administrator holds the first certificate. `classes` are
    sessions of `west`, with a guest and the administrator in them.
    """

    world: World
    running: Hall
    published: Hall
    draft: Hall
    prized: Hall
    revealed: Hall
    ceremony: int
    guarded: Guarded
    watched: Watched
    entering: Entering
    together: Together
    papers: Papers
    classes: Classes
    quizzes: Quizzes
    deduction: int
    seats: tuple[dict[str, str], ...]  # cookies of judges' devices, the last of them replaced
    join_code: str
    sign_in_link: str
    used_link: str

    @property
    def judge_id(self) -> int:
        return self.running.judges[0].id or 0

    @property
    def replaced_id(self) -> int:
        return self.running.judges[1].id or 0

    @property
    def event_id(self) -> int:
        return self.running.round.event_id

    @property
    def on_stage(self) -> str:
        return self.running.entry(1).key


def make_scene(now: datetime) -> Scene:
    """Make it. Ways in are good from the present time on, since real servers have real clocks."""
    world, present = make_world(now), datetime.now(UTC)
    running = _running(now, world)
    published = _published(now, world)
    taken = _sit(running, 1, present)
    _sit(running, 1, present)
    prized, revealed = prized_hall(now, world.west), confirmed(_revealed(now, world))
    package_of(prized.contest_id, now)
    ceremony = begun(revealed, now)
    taps(ceremony.id, 3, now)
    watched = make_watched(now, world.west)
    together = make_together(present, world.west)
    quizzes = make_quizzes(present, world.west, world.actor(world.administrator))
    return Scene(
        world=world,
        running=running,
        published=published,
        draft=make_hall(now, entries=0, open_round=False, parent_id=world.west),
        prized=prized,
        revealed=revealed,
        ceremony=ceremony.id,
        guarded=make_guarded(present, world.west),
        watched=watched,
        entering=make_entering(world.west, present),
        together=together,
        papers=make_papers(world.west, now, world.administrator),
        classes=make_classes(world, present),
        quizzes=quizzes,
        deduction=running.round.seq,
        seats=(
            together.seat,
            _sit(watched.judged, 0, present),
            _sit(running, 0, present),
            taken,
            *quizzes.cookies,
        ),
        join_code=seats.issue_join_code(SYSTEM, running.judges[2].id or 0, present),
        sign_in_link=people.issue_sign_in_link(world.administrator, present),
        used_link="of-nobody-at-all",
    )


def _running(now: datetime, world: World) -> Hall:
    """Marks of two judges, a locked sheet asked back, a call, a status and a deduction."""
    hall = make_hall(now, preset="five_judges_trimmed", entries=15, parent_id=world.west)
    _rename(hall)
    for entry in range(3):
        for judge in range(2):
            for item in ("content", "skill", "effect"):
                hall.mark(judge, entry, item, "9.0")
    hall.lock(0, 0)
    key = hall.entry(0).key
    judging.ask_to_reopen(hall.judges[0], hall.round_id, key, "看错一项", "a-key-of-a-request", now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(1).key, now)
    desk.set_status(SYSTEM, hall.round_id, hall.entry(4).key, "dq", "使用违规工具", now)
    desk.deduct(SYSTEM, hall.round_id, hall.entry(1).key, "1", "超时", "a-key-of-a-deduction", now)
    return hall


def _published(now: datetime, world: World) -> Hall:
    hall = make_hall(now, entries=4, parent_id=world.west)
    _rename(hall)
    for entry, value in enumerate(("9.50", "9.20", "9.20", "8.80")):
        for judge in range(3):
            hall.mark(judge, entry, "performance", value)
            hall.lock(judge, entry)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(SECOND, hall.round_id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)
    return hall


def _revealed(now: datetime, world: World) -> Hall:
    hall = make_hall(now, entries=4, parent_id=world.west)
    _rename(hall)
    return hall


def _rename(hall: Hall) -> None:
    with write():
        entry = db.session.get_one(Entry, hall.entry(1).id)
        entry.name = entry.unit = LONG_NAME
        db.session.get_one(Judge, hall.judges[0].id).name = LONG_NAME


def _sit(hall: Hall, judge: int, now: datetime) -> dict[str, str]:
    """Sit down on another device; its cookie."""
    judge_id = hall.judges[judge].id or 0
    pin = seats.issue_pin(SYSTEM, judge_id, now)
    seat = seats.sit_down_by_pin(pin, "Android · Chrome", now, take_over=True)
    return {"name": f"seat_{judge_id}", "value": seat.token, "path": f"/judge/{judge_id}"}
