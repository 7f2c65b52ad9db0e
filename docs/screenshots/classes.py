"""Pictures of the cloud classroom: set-up, the session's page, the room, the studio."""

from collections.abc import Callable

import sqlalchemy as sa

from blueprints.classroom.models import ClassSession, SessionState
from docs.screenshots.camera import DESK, PHONE, Visitor, staff, visitor
from docs.screenshots.papers import Paper
from docs.screenshots.scene import Scene
from store import db

Shoot = Callable[[Visitor | Paper, str], None]


def take(scene: Scene, shoot: Shoot) -> None:
    """A viewer on a phone, the organiser and the host at a desk."""
    live, coming = _session(SessionState.LIVE), _session(SessionState.SCHEDULED)
    with visitor(scene.url, PHONE) as viewer:
        viewer.open(f"/class/{coming.key}")
        shoot(viewer, "class-page")
        viewer.open(f"/class/{live.key}")
        viewer.type("#nickname", "晴空")
        viewer.follow(".class-enter [type=submit]")
        viewer.tap(".poll-option")
        viewer.tap(".poll-send")
        viewer.wait(lambda: viewer.has(".poll[data-voted]"))
        shoot(viewer, "class-room")
        viewer.look_through(DESK)
        viewer.open(f"/class/{live.key}/room")
        shoot(viewer, "class-room-desk")
    with staff(scene.url, scene.sign_in_link("demo-organiser")) as organiser:
        organiser.open(f"/classroom/sessions/{coming.id}")
        shoot(organiser, "class-setup")
    with staff(scene.url, scene.sign_in_link("demo-announcer")) as host:
        host.look_through(DESK)
        host.open(f"/classroom/sessions/{live.id}/studio")
        shoot(host, "class-studio")
        host.look_through(PHONE)
        host.open(f"/classroom/sessions/{live.id}/studio#part-chat")
        shoot(host, "class-studio-phone")


def _session(state: SessionState) -> ClassSession:
    return db.session.scalars(sa.select(ClassSession).where(ClassSession.state == state)).one()
