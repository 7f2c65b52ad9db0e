"""The words that many said, for a cloud: counted without a dictionary.

Of Chinese text every run of two to four characters is counted, once a message, and of runs that
lie within one another the one that says the most stays. Latin words are counted as they are.
Messages, not occurrences, are counted: one person's hundred hearts are one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LONGEST, SHORTEST = 4, 2
LEAST = 2  # messages
SIZES = 5
MOST_READ = 80  # characters of one message

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'-]{2,19}")
# Characters that begin or end no word of their own: particles, pronouns, measures.
_EDGES = frozenset(
    "的了着过是在和与及或也都就还又很太真好吗呢吧啊呀哦嗯哈哇嘛么这那哪什怎谁我你您他她它们"
    "个一不没有要会能可以把被给让从到对为而且但如果因所以上下里中后前来去说想看听请大家"
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
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_words(text[:MOST_READ])))
    kept = [(word, count) for word, count in counts.items() if count >= LEAST]
    kept.sort(key=lambda one: (-one[1] * _weight(one[0]), one[0]))
    chosen: list[tuple[str, int]] = []
    for word, count in kept:
        if len(chosen) == most:
            break
        if not any(word in other or other in word for other, _count in chosen):
            chosen.append((word, count))
    top = max((count for _word, count in chosen), default=1)
    found = [Word(word, count, _size(count, top)) for word, count in chosen]
    return sorted(found, key=lambda one: (-one.messages, one.text))


def _words(text: str) -> Iterator[str]:
    for run in _HAN.findall(text):
        for length in range(SHORTEST, LONGEST + 1):
            for start in range(len(run) - length + 1):
                word = run[start : start + length]
                if word[0] not in _EDGES and word[-1] not in _EDGES:
                    yield word
    for word in _LATIN.findall(text):
        if word.lower() not in _STOP:
            yield word.lower()


def _weight(word: str) -> float:
    """A longer run that is nearly as frequent as its parts is the word, not they."""
    return 1 + 0.5 * (min(len(word), LONGEST) - SHORTEST) if _HAN.match(word) else 1.5


def _size(count: int, top: int) -> int:
    return max(1, -(-count * SIZES // top))
