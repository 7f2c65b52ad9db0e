"""Keys of rooms that are told in a language, `12:zh`. They come from outside."""

from collections.abc import Container

MOST = 2**31 - 1  # no row has a greater id


def numbered(key: str, languages: Container[str]) -> tuple[int, str] | None:
    """(id, language) of a key; None when it is no such thing."""
    number, _colon, language = key.partition(":")
    if not (number.isascii() and number.isdigit()) or language not in languages:
        return None
    return (int(number), language) if len(number) <= 10 and int(number) <= MOST else None
