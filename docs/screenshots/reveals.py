"""Pictures of a reveal: the hall's screen with a winner, and the announcer's phone before it.

It is a rehearsal of the demonstration's semi-final, whose order is drawn: the names differ each
time the pictures are taken.
"""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

from blueprints.contests.models import Ceremony
from blueprints.contests.queries.reveal import remote_view
from blueprints.contests.services import reveal
from blueprints.contests.services.reveal import RevealOptions
from docs.screenshots.camera import HALL, PHONE, Visitor, staff
from docs.screenshots.papers import Paper
from docs.screenshots.scene import Scene
from store import db
from store.actors import SYSTEM

Shoot = Callable[[Visitor | Paper, str], None]
FIRST_ALONE = 8


def take(scene: Scene, shoot: Shoot) -> None:
    """The score of the second is on the screen, then the name."""
    _portraits(scene)
    options = RevealOptions(from_place=FIRST_ALONE, rehearsal=True)
    ceremony = reveal.begin(SYSTEM, scene.ids.semi, options, scene.now)
    _until_the_name_of(ceremony, "2", scene)
    with staff(scene.url, scene.sign_in_link("demo-organiser")) as announcer:
        announcer.look_through(PHONE)
        announcer.open(f"/contests/reveals/{ceremony}")
        shoot(announcer, "reveal-phone")
        _step(ceremony, scene)
        announcer.look_through(HALL)
        announcer.open(f"/reveal/{ceremony}/hall")
        announcer.wait(lambda: announcer.has("#reveal-screen[data-kind=winner]"))
        shoot(announcer, "reveal")


def _until_the_name_of(ceremony_id: int, place: str, scene: Scene) -> None:
    while True:
        coming = remote_view(_ceremony(ceremony_id)).next
        if coming is None or (coming.kind == "winner" and coming.place == place):
            return
        _step(ceremony_id, scene)


def _step(ceremony_id: int, scene: Scene) -> None:
    at = _ceremony(ceremony_id).moves
    reveal.move(SYSTEM, ceremony_id, at, back=False, now=scene.now)


def _ceremony(ceremony_id: int) -> Ceremony:
    return db.session.get_one(Ceremony, ceremony_id, populate_existing=True)


def _portraits(scene: Scene) -> None:
    """Everybody the same drawing, so that whoever comes second has one."""
    picture = _drawing()
    for key in scene.keys_of(scene.ids.semi):
        line = "扎根车床二十二年，带出徒弟三十一名"
        reveal.set_portrait(SYSTEM, scene.ids.semi, key, line, scene.now, photo=picture)


def _drawing() -> bytes:
    picture = Image.new("RGB", (600, 780), "#48617f")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((190, 150, 410, 400), fill="#e6c9a8")
    pen.rounded_rectangle((110, 430, 490, 900), 90, fill="#24304a")
    pen.polygon([(260, 430), (340, 430), (300, 560)], fill="#f4f1ea")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
