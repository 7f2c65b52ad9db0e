"""Contests whose judging is defended: steps switched on, sheets filled, signatures drawn."""

import uuid
from io import BytesIO

from PIL import Image, ImageDraw

from blueprints.contests.models import Round
from blueprints.contests.queries.facts import members
from blueprints.contests.queries.signing import signings
from blueprints.contests.services import signing
from blueprints.contests.services.judging import Receipt
from store import db, write
from tests.support.contests import Hall


def with_steps(hall: Hall, *steps: str) -> Hall:
    """The contest has these optional steps."""
    with write():
        contest = db.session.get_one(Round, hall.round_id).contest
        contest.steps = list(steps)
        contest.version += 1
    return hall


def judge_everything(hall: Hall, item: str = "performance", *, lock: bool = True) -> None:
    """Every judge marks every entry: 9.0 and a little more from judge to judge."""
    for entry in range(len(members(hall.round_id).entries)):
        for judge in range(len(hall.judges)):
            hall.mark(judge, entry, item, f"{9 - entry * 0.5 + judge * 0.1:.2f}")
            if lock:
                hall.lock(judge, entry)


def signature_picture(*, strokes: int = 4, size: tuple[int, int] = (600, 300)) -> bytes:
    """A PNG with so many strokes; none is an empty pad."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for n in range(strokes):
        pen.line([(40, 60 + 40 * n), (560, 90 + 40 * n)], fill="#1a2130", width=6)
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def state_of(hall: Hall, judge: int) -> str:
    """The state of a judge's signature."""
    return signings(hall.round)[judge].state


def sign(hall: Hall, judge: int, *, key: str = "", seen: str = "") -> Receipt:
    """A judge signs for what they gave."""
    return signing.sign(
        hall.judges[judge],
        hall.round_id,
        signature_picture(),
        seen or signings(hall.round)[judge].result,
        key or str(uuid.uuid4()),
        hall.now,
    )
