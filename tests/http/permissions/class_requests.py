"""Well-formed requests for the addresses of the classroom: what stands in them, what is sent."""

from collections.abc import Callable
from typing import Any

from tests.http.permissions.cast import Scene
from tests.http.permissions.class_rows import rows
from tests.http.permissions.class_things import things

Text = Callable[[Scene], Any]


def _plain(**texts: str) -> dict[str, Text]:
    return {name: (lambda _scene, text=text: text) for name, text in texts.items()}


def value(scene: Scene, endpoint: str, name: str) -> str | None:
    """What stands for a variable of an address of the classroom; None for what isn't theirs."""
    if not endpoint.startswith("classroom."):
        return None
    special = PLACES.get((endpoint, name)) or USUAL.get(name)
    return str(special(scene)) if special else None


USUAL: dict[str, Text] = {
    "session_id": lambda scene: scene.room.id,
    "key": lambda scene: scene.room.key,
    "topic_id": lambda scene: scene.room.topics[0].id,
    "message_id": lambda scene: rows(scene)["shown"],
    "participant_id": lambda scene: rows(scene)["guest"],
    "complaint_id": lambda scene: rows(scene)["complaint"],
    "sanction_id": lambda scene: rows(scene)["sanction"],
    "word_id": lambda scene: rows(scene)["word"],
    **{
        f"{name}_id": (lambda scene, name=name: things(scene)[name])
        for name in (
            "season", "book", "poll", "question", "hand", "check", "pick", "material", "staff",
            "excerpt", "dispute",
        )
    },
    "guest_id": lambda scene: things(scene)["card"],
    "broadcast": lambda scene: things(scene)["broadcast_key"],
    "number": lambda _scene: 1,
}  # fmt: skip

PLACES: dict[tuple[str, str], Text] = {
    ("classroom.room_panel", "name"): lambda _scene: "head",
    ("classroom.studio_panel", "name"): lambda _scene: "course",
    ("classroom.approve_message", "message_id"): lambda scene: rows(scene)["held"],
    ("classroom.refuse_message", "message_id"): lambda scene: rows(scene)["other"],
    ("classroom.complain", "message_id"): lambda scene: rows(scene)["kept"],
    ("classroom.pin_message", "message_id"): lambda scene: rows(scene)["kept"],
    ("classroom.unpin_message", "message_id"): lambda scene: rows(scene)["kept"],
    ("classroom.content_log_file", "kind"): lambda _scene: "csv",
    ("classroom.step_question", "name"): lambda _scene: "answer",
    **{
        (f"classroom.{endpoint}", "key"): lambda scene: things(scene)["season_key"]
        for endpoint in ("season_page", "season_calendar", "season_cover", "book_cover")
    },
    **{
        (f"classroom.{endpoint}", "key"): lambda scene: things(scene)["over_key"]
        for endpoint in ("replay_page", "replay_track", "replay_address")
    },
    **{
        (f"classroom.{endpoint}", "poll_id"): lambda scene: things(scene)["draft"]
        for endpoint in ("edit_poll", "change_poll", "open_poll", "delete_poll")
    },
}

_POLL = _plain(
    **{"kind": "single", "question": "何时读书？", "option-0": "睡前", "option-1": "午休"}
)

_PAGE = {"excerpt": lambda scene: str(things(scene)["excerpt"]), "page": lambda _scene: "1"}

FIELDS: dict[str, dict[str, Text]] = {
    "classroom.enter": _plain(nickname="晴空"),
    "classroom.send_message": _plain(text="你好", key="0123456789abcdef"),
    "classroom.complain": _plain(reason="广告"),
    "classroom.react": _plain(heart="2"),
    "classroom.announce": _plain(text="十点开始"),
    "classroom.mute": _plain(minutes="10", reason=""),
    "classroom.ban": _plain(reason=""),
    "classroom.set_rules": _plain(chat_open="1", slow_seconds="0"),
    "classroom.add_words": _plain(words="示例词", action="hold"),
    "classroom.begin_broadcast": _plain(media_type="video/webm;codecs=h264,opus"),
    "classroom.choose_source": _plain(source="obs"),
    "classroom.vote": _plain(choice="0"),
    "classroom.ask": _plain(text="怎样读？", client_key="0123456789abcdee"),
    "classroom.open_check": _plain(minutes="3"),
    "classroom.set_presence": _plain(per_hour="2"),
    "classroom.beat": _plain(state="playing", kind="live", device="phone-0001"),
    "classroom.dispute_minutes": _plain(text="少计了十分钟"),
    "classroom.decide_dispute": _plain(decision="dismiss", answer="已核对"),
    "classroom.create_poll": _POLL,
    "classroom.change_poll": _POLL,
    "classroom.excerpts_text": _plain(title="匆匆", text="燕子去了，有再来的时候。"),
    "classroom.reading_open": {"excerpt": lambda scene: str(things(scene)["excerpt"])},
    "classroom.reading_clear": _PAGE,
    "classroom.reading_highlight": {**_PAGE, **_plain(box="10,10,100,100")},
    "classroom.reading_turn": _plain(page="1"),
    "classroom.reading_reader": _plain(name="赵示一"),
    "classroom.rehearsal_fill": _plain(size="10", liveliness="quiet"),
    "classroom.replay_show": _plain(shown="1"),
    "classroom.setup_add_staff": _plain(username="clerk", role="moderator"),
    "classroom.setup_add_guest": _plain(name="钱示二"),
    "classroom.setup_change_guest": _plain(name="钱示二"),
    "classroom.setup_add_book": _plain(title="匆匆"),
    "classroom.setup_change_book": _plain(title="匆匆"),
    "classroom.merge_question": {"into": lambda scene: str(things(scene)["other_question"])},
    "classroom.take_out_word": _plain(word="示例"),
}
