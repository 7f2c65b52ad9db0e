"""From text to JSON, strictly: no NaN, no key twice, no number that would lose digits."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from scoring.errors import N_, ContestFileError, Fault

MAX_CHARACTERS = 400_000_000


def loads(text: str | bytes) -> Any:
    """Read JSON text. Decimals become text, so that they stay exact.

    Raises ``ContestFileError`` with one fault, and the line where reading stopped.
    """
    try:
        return json.loads(
            _decoded(text),
            parse_float=str,
            parse_int=_whole_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repeats,
        )
    except json.JSONDecodeError as error:
        raise _fault(
            N_("is not JSON (line {line}, column {column}): {reason}"),
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        ) from None
    except RecursionError:
        raise _fault(N_("is nested too deeply")) from None


def _decoded(text: str | bytes) -> str:
    if len(text) > MAX_CHARACTERS:
        raise _fault(N_("is too large for a contest file"))
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return bytes(text).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(N_("is not UTF-8 text")) from None


def _whole_number(digits: str) -> int | str:
    # Longer ones stay text and are refused where a number of that length cannot be.
    return int(digits) if len(digits) <= 15 else digits[:64]


def _refuse_constant(word: str) -> NoReturn:
    raise _fault(N_("contains {word}, which is not a number"), word=word)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _value in pairs:
            if key in seen:
                raise _fault(N_("has the key “{key}” twice in one object"), key=key[:64])
            seen.add(key)
    return found


def _fault(template: str, **params: object) -> ContestFileError:
    return ContestFileError([Fault("", template, params)])
