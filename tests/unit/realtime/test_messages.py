"""State: the latest wins. Volatile: batched, capped, counted."""

from typing import Any

from realtime.hashes import MemoryHashes
from realtime.messages import VOLATILE_BATCH, StateBook, VolatileBox
from tests.unit.realtime.steps import Steps


class Sent(list[tuple[str, dict[str, Any], str]]):
    """What was emitted."""

    def __call__(self, event: str, message: dict[str, Any], room: str) -> None:
        self.append((event, message, room))


def test_state_is_sent_at_most_once_a_second_with_what_changed() -> None:
    steps, sent = Steps(), Sent()
    book = StateBook(steps.runner, sent, MemoryHashes())
    for value in range(35):
        book.put("quiz:1", "votes", value)
        if value == 20:
            book.put("quiz:1", "open", True)
        steps.advance(0.1)
    steps.advance(5)
    values = [message["values"] for _, message, _ in sent]
    assert values[0] == {"votes": 0}
    assert values[-1] == {"votes": 34}
    assert len(values) == 5  # at 0, 1, 2, 3 and 4 s
    assert [v for v in values if "open" in v] == [{"votes": 29, "open": True}]
    assert book.values("quiz:1") == {"votes": 34, "open": True}
    assert book.values("quiz:2") == {}


def test_volatile_items_beyond_a_batch_are_counted() -> None:
    steps, sent = Steps(), Sent()
    box = VolatileBox(steps.runner, sent)
    for number in range(VOLATILE_BATCH + 7):
        box.put("chat:1", "like", number)
    box.put("chat:2", "like", 0)
    steps.advance(1)
    (_, first, _), (_, second, _) = sent
    assert (len(first["items"]), first["dropped"]) == (VOLATILE_BATCH, 7)
    assert (len(second["items"]), second["dropped"]) == (1, 0)
    box.put("chat:1", "like", 0)
    steps.advance(1)
    assert sent[-1][1]["dropped"] == 0
