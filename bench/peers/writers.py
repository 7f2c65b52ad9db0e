"""Viewers who write over HTTP, as browsers do: in by the door, then one POST a message."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from blueprints.contests.replay.visitor import Visitor

WORDS = " 先自己看书，等孩子看完再提问，印象更深。" * 2


class Writers:
    """So many guests of a session; each message is written by the next of them."""

    def __init__(self, url: str, key: str, count: int) -> None:
        self._address = f"/class/{key}/messages"
        self._visitors = [_come_in(url, key, number) for number in range(count)]

    def write(self, rate: float, count: int) -> None:
        """Write at a rate; ends when all have been answered."""
        start = time.monotonic()
        with ThreadPoolExecutor(8) as pool:
            sent = []
            for number in range(count):
                due = start + number / rate
                time.sleep(max(0.0, due - time.monotonic()))
                visitor = self._visitors[number % len(self._visitors)]
                sent.append(pool.submit(self._say, visitor, due))
            for answer in sent:
                answer.result()

    def _say(self, visitor: Visitor, due: float) -> None:
        text = f"{due:.6f}{WORDS}"
        visitor.post(self._address, {"text": text, "key": uuid.uuid4().hex})


def _come_in(url: str, key: str, number: int) -> Visitor:
    visitor = Visitor(url)
    visitor.open(f"/class/{key}")
    visitor.post(f"/class/{key}/enter", {"nickname": f"写手{number}"})
    visitor.open(f"/class/{key}/room")
    return visitor
