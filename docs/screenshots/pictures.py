"""The pictures, in the order in which a contest makes them possible."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from docs.screenshots import classes, papers, reveals
from docs.screenshots.camera import DESK, HALL, PHONE, Visitor, staff, visitor
from docs.screenshots.papers import Paper
from docs.screenshots.scene import Scene

# What the judges give the entrant who is called next: one has locked, one is about to, and so on.
SHEETS = (("9", "8.5", "9"), ("8.5", "9", "9"), ("9", "8.5"), ("8.5",), ())
CALLED = "A25"
WRITING = 2  # the judge whose phone is seen

Shoot = Callable[[Visitor | Paper, str], None]


def take(scene: Scene, folder: Path) -> None:
    """Play the contest and write all pictures into the folder."""

    def shoot(who: Visitor | Paper, name: str) -> None:
        who.shoot(folder / f"{name}.png")

    folder.mkdir(parents=True, exist_ok=True)
    scene.play()
    _boards(scene, shoot)
    _results(scene, shoot)
    with _staff(scene, "demo-referee") as referee, visitor(scene.url, PHONE) as phone:
        _join(phone, scene, shoot)
        referee.open(f"/contests/rounds/{scene.ids.final}/desk")
        referee.tap("[data-shortcut=n]")
        _judge(phone, shoot)
        _desk(referee, scene, shoot)
    with _staff(scene, "demo-organiser") as organiser:
        _set_up(organiser, scene, shoot)
    with _staff(scene, "demo-admin") as administrator:
        administrator.open("/people/accounts")
        shoot(administrator, "accounts")
    papers.take(scene, shoot)
    classes.take(scene, shoot)
    reveals.take(scene, shoot)


def _boards(scene: Scene, shoot: Shoot) -> None:
    with visitor(scene.url, HALL) as hall:
        hall.open(f"/board/{scene.ids.final}/hall")
        shoot(hall, "board")
        hall.put_behind(96, 108, 120)
        hall.open(f"/board/{scene.ids.final}/overlay")
        shoot(hall, "overlay")
        hall.look_through(PHONE)
        hall.open(f"/board/{scene.ids.final}")
        shoot(hall, "board-phone")


def _results(scene: Scene, shoot: Shoot) -> None:
    with visitor(scene.url, DESK) as reader:
        reader.open(f"/results/{scene.ids.semi}")
        shoot(reader, "results")


def _join(phone: Visitor, scene: Scene, shoot: Shoot) -> None:
    """Every judge sits down in a tab of one browser; seats don't disturb one another."""
    for number, pin in enumerate(scene.pins()):
        if number:
            phone.new_tab(PHONE)
        phone.open("/join")
        phone.type("#pin", f"{pin[:3]} {pin[3:]}")
        if not number:
            shoot(phone, "join")
        phone.tap("form [type=submit]")
        phone.follow(".btn-danger")  # whoever played the contest so far gives the seat up


def _judge(phone: Visitor, shoot: Shoot) -> None:
    for number, sheet in enumerate(SHEETS):
        phone.to_tab(number)
        phone.wait(lambda: phone.reads("#label", CALLED))
        for value in sheet:
            for key in value:
                phone.tap(f'[data-key="{key}"]')
            phone.tap("#next")
        if sheet:
            phone.wait(lambda: phone.reads("#receipt", "已保存"))
        if number == WRITING:
            shoot(phone, "judge")
        if len(sheet) == len(SHEETS[0]):
            _lock(phone, shoot if number else None)


def _lock(phone: Visitor, shoot: Shoot | None) -> None:
    phone.tap("#next")
    phone.wait(lambda: phone.has("#review[open] #lock:enabled"))
    if shoot:
        shoot(phone, "judge-lock")
    phone.tap("#lock")
    phone.wait(lambda: phone.reads("#receipt", "已锁定") or phone.has("#closed:not([hidden])"))


def _desk(referee: Visitor, scene: Scene, shoot: Shoot) -> None:
    referee.open(f"/contests/rounds/{scene.ids.final}/desk")
    shoot(referee, "desk")
    referee.open(f"/contests/{scene.ids.contest}/seats")
    shoot(referee, "seats")


def _set_up(organiser: Visitor, scene: Scene, shoot: Shoot) -> None:
    organiser.open(f"/contests/{scene.ids.speech}")
    shoot(organiser, "setup")
    organiser.open(f"/contests/rounds/{scene.ids.speech_round}/entries")
    shoot(organiser, "entries")


def _staff(scene: Scene, username: str) -> AbstractContextManager[Visitor]:
    return staff(scene.url, scene.sign_in_link(username))
