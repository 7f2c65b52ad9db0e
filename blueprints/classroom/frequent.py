"""The words that many said, for a cloud: counted without a dictionary.

Of Chinese text every run of two to four characters is counted, once a message. The one that says
most is taken, and is then cut out of the messages that have it, so that no piece of it or of what
lies across it counts again; and so on. Latin words are counted as they are. Messages, not
occurrences, are counted: one person's hundred hearts are one.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LONGEST, SHORTEST = 4, 2
LEAST = 2  # messages
SIZES = 5
MOST_READ = 60  # characters of one message
MOST_WEIGHED = 1_000  # runs
BREATH = 50  # messages
CUT = "|"

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'-]{2,19}")
# Characters that begin or end no word of their own: particles, pronouns, measures.
_EDGES = frozenset(
    "的了着过是在和与及或也都就还又很太真好吗呢吧啊呀哦嗯哈哇嘛么这那哪什怎谁我你您他她它们"
    "个一不没有要会能可以把被给让从到对为而且但如果因所以上下里中后前来去说想看听请大家"
    "更最先再等完得地每次些点做只便才已将比像跟向往"
)
_STOP = frozenset(
    (
        "the", "and", "for", "you", "are", "with", "this", "that", "have", "not", "but", "all",
        "can", "was", "from", "our", "your", "its", "very", "too",
    )
)  # fmt: skip


class Word(NamedTuple):
    """A word, in how many messages it was, and how large it is drawn (1 to 5)."""

    text: str
    messages: int
    size: int


def frequent(texts: Iterable[str], most: int = 40) -> list[Word]:
    """The most frequent words, most first."""
    messages = [text[:MOST_READ].lower() for text in texts]
    chosen = list(_chosen(messages, most))
    top = max((count for _word, count in chosen), default=1)
    found = [Word(word, count, max(1, -(-count * SIZES // top))) for word, count in chosen]
    return sorted(found, key=lambda one: (-one.messages, one.text))


def _chosen(messages: list[str], most: int) -> Iterator[tuple[str, int]]:
    """The best word, and then the best of what is left without it."""
    counts: Counter[str] = Counter()
    for number, text in enumerate(messages):
        counts.update(set(_words(text)))
        if number % BREATH == 0:
            time.sleep(0)  # the others of this process go on
    left = {word: n for word, n in counts.most_common(MOST_WEIGHED) if n >= LEAST}
    for _turn in range(most):
        word = min(left, key=lambda one: (-left[one] * _weight(one), one), default=None)
        if word is None:
            return
        yield word, left[word]
        for number, text in enumerate(messages):
            if word in text:
                _cut(messages, number, word, left)
        left = {other: count for other, count in left.items() if count >= LEAST}


def _cut(messages: list[str], number: int, word: str, left: dict[str, int]) -> None:
    """Take a word out of a message; what was only there because of it counts one less."""
    before = set(_words(messages[number]))
    messages[number] = messages[number].replace(word, CUT)
    for gone in before.difference(_words(messages[number])):
        if gone in left:
            left[gone] -= 1


def _words(text: str) -> Iterator[str]:
    for run in _HAN.findall(text):
        for length in range(SHORTEST, LONGEST + 1):
            for start in range(len(run) - length + 1):
                word = run[start : start + length]
                if word[0] not in _EDGES and word[-1] not in _EDGES:
                    yield word
    yield from (word for word in _LATIN.findall(text) if word not in _STOP)


def _weight(word: str) -> float:
    """A longer run that is nearly as frequent as its parts is the word, not they."""
    return 1 + 0.5 * (min(len(word), LONGEST) - SHORTEST) if _HAN.match(word) else 1.5
