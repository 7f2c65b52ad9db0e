"""What happened, told to whoever cares: inside the transaction, and again after the commit.

A service calls `record(event)` with a frozen dataclass. Handlers registered with
`in_transaction` run before the commit and may write (the live log does); handlers registered
with `after_commit` run when the write gate is free again and may not fail the request.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from store.base import db

log = logging.getLogger(__name__)
Handler = Callable[[Any], None]
H = TypeVar("H", bound=Handler)

_in_transaction: dict[type, list[Handler]] = defaultdict(list)
_after_commit: dict[type, list[Handler]] = defaultdict(list)


def in_transaction(*kinds: type) -> Callable[[H], H]:
    """Register a handler that runs inside the write transaction, before its commit."""
    return _registrar(_in_transaction, kinds)


def after_commit(*kinds: type) -> Callable[[H], H]:
    """Register a handler that runs once the transaction has been committed."""
    return _registrar(_after_commit, kinds)


def _registrar(table: dict[type, list[Handler]], kinds: tuple[type, ...]) -> Callable[[H], H]:
    def register(handler: H) -> H:
        for kind in kinds:
            table[kind].append(handler)
        return handler

    return register


def record(event: object) -> None:
    """Note an event of the running write transaction. Outside of one it is a bug."""
    unit = db.session.info.get("unit")
    if unit is None:
        raise RuntimeError("an event was recorded outside of a write transaction")
    unit.append(event)
    for handler in _in_transaction[type(event)]:
        handler(event)


def publish(events: list[object]) -> None:
    """Tell the after-commit handlers; what goes wrong there is logged, not raised."""
    for event in events:
        for handler in _after_commit[type(event)]:
            try:
                handler(event)
            except Exception:
                log.exception("handler %s failed for %r", handler.__qualname__, event)
