"""What was written in the scene's room: by a guest, so that no role of the cast is put out."""

from blueprints.classroom.models import (
    Complaint,
    Message,
    MessageState,
    Sanction,
    SanctionKind,
    Word,
)
from blueprints.classroom.services import entering
from store import db, write
from store.actors import ANONYMOUS
from tests.http.permissions.cast import Scene

Ids = dict[str, int]
_KEPT = "written in the room"


def rows(scene: Scene) -> Ids:
    """Ids of `guest`, `shown`, `held`, `other` (held too), `complaint`, `sanction`, `word`."""
    made: Ids | None = vars(scene).get(_KEPT)
    if made is None:
        made = vars(scene)[_KEPT] = _make(scene)
    return made


def _make(scene: Scene) -> Ids:
    room, now = scene.room, scene.now
    guest = entering.enter(ANONYMOUS, room, "", "远山", now).participant_id
    with write():
        messages = {
            name: _message(room.id, guest, name, state)
            for name, state in (
                ("shown", MessageState.SHOWN),
                ("held", MessageState.HELD),
                ("other", MessageState.HELD),
                ("kept", MessageState.SHOWN),
            )
        }
        for message in messages.values():
            message.sent_at = message.shown_at = now
        db.session.add_all(messages.values())
        db.session.flush()
        complaint = Complaint(
            session_id=room.id, message_id=messages["kept"].id, participant_id=guest, made_at=now
        )
        sanction = Sanction(
            session_id=room.id,
            participant_id=guest,
            kind=SanctionKind.MUTE,
            given_by="account:1",
            given_at=now,
        )
        word = Word(
            organisation_id=room.organisation_id, session_id=room.id, word="示例", added_at=now
        )
        db.session.add_all([complaint, sanction, word])
        db.session.flush()
        made = {name: message.id for name, message in messages.items()}
        return {
            **made,
            "guest": guest,
            "complaint": complaint.id,
            "sanction": sanction.id,
            "word": word.id,
        }


def _message(session_id: int, guest: int, name: str, state: str) -> Message:
    return Message(
        session_id=session_id,
        participant_id=guest,
        client_key=f"permission-{name}",
        text="写得真好",
        state=state,
    )
