"""The pictures of certificates: from the prizes' list to what a stranger sees on a telephone."""

from collections.abc import Callable
from pathlib import Path

from blueprints.certificates.studio import studio
from docs.screenshots.camera import DESK, PHONE, Screen, Visitor, save, staff, visitor
from docs.screenshots.office import Office
from docs.screenshots.scene import Scene

PAGE_PX = 1100  # width of a picture of a page of paper
PUBLIC = Screen(1280, 1000)
TALL = Screen(1440, 1150)
DONE = "#next a[href$='.zip'].btn-primary"  # offered once all is issued

Shoot = Callable[["Visitor | Paper", str], None]


class Paper:
    """The first page of a PDF, photographed as it would be printed."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf

    def shoot(self, target: Path) -> None:
        save(studio().renderer.picture(self._pdf, width_px=PAGE_PX), target)


def take(scene: Scene, shoot: Shoot) -> None:
    """Issue the prizes' certificates, and write the pictures of the way there."""
    office = Office()
    shoot(Paper(office.issued_notice()), "notice")
    with visitor(scene.url, PUBLIC) as reader:
        reader.open(f"/honor/{office.roll()}")
        shoot(reader, "honor-roll")
    with staff(scene.url, scene.sign_in_link("demo-organiser")) as organiser:
        _template(organiser, office, shoot)
        batch = _prepare(organiser, office, shoot)
        with staff(scene.url, scene.sign_in_link("demo-union")) as keeper:
            keeper.look_through(TALL)
            keeper.open(batch)
            shoot(keeper, "approval")
            keeper.tap("#next .btn-primary")
        _print(organiser, batch, shoot)
    first = office.first_certificate()
    shoot(Paper(first.pdf), "certificate")
    with visitor(scene.url, PHONE) as stranger:
        stranger.open(f"/v/{first.code}")
        shoot(stranger, "verification")
    studio().close()


def _template(organiser: Visitor, office: Office, shoot: Shoot) -> None:
    organiser.look_through(TALL)
    organiser.open(f"/certificates/templates/{office.own_template()}/edit")
    organiser.wait(lambda: organiser.has("#preview-picture img"))
    shoot(organiser, "template-editor")
    organiser.look_through(DESK)


def _prepare(organiser: Visitor, office: Office, shoot: Shoot) -> str:
    """The list and its pre-flight; the address of the batch, handed in."""
    organiser.open(f"/certificates/lists/{office.prize_list}")
    shoot(organiser, "award-list")
    office.add_doubtful_rows()
    organiser.open(f"/certificates/batches/new?list={office.prize_list}")
    organiser.choose("#seal_id", str(office.seal))
    organiser.follow("main form .btn-primary")
    organiser.wait(lambda: organiser.has("#found"))
    batch = organiser.driver.current_url
    organiser.look_through(TALL)
    shoot(organiser, "preflight")
    organiser.look_through(DESK)
    organiser.tap("#found [value=skip]")
    organiser.wait(lambda: organiser.has("#next .btn-primary") and not organiser.has("#found form"))
    organiser.tap("#next .btn-primary")
    organiser.wait(lambda: organiser.has("#next .notice-info"))
    return batch


def _print(organiser: Visitor, batch: str, shoot: Shoot) -> None:
    organiser.wait(lambda: _is_done(organiser, batch))
    organiser.tap("#text_only")
    organiser.tap("#prints form .btn")
    organiser.wait(lambda: organiser.has(".batch-prints a.btn"))
    organiser.look_through(TALL)
    organiser.open(batch)
    shoot(organiser, "printing")


def _is_done(organiser: Visitor, batch: str) -> bool:
    organiser.open(batch)
    return organiser.has(DONE)
