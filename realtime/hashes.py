"""Small shared tables: in this process, or in Redis when several processes serve one hall."""

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Protocol

import redis

from realtime import engine

TTL_S = 15 * 60  # a Redis table that nobody touches goes away by itself

Value = dict[str, Any]


class Hashes(Protocol):
    """Named tables of JSON objects."""

    def put(self, table: str, field: str, value: Value) -> None:
        """Set one field."""

    def get(self, table: str, field: str) -> Value | None:
        """Read one field."""

    def all(self, table: str) -> dict[str, Value]:
        """Read the whole table; empty when there is none."""

    def size(self, table: str) -> int:
        """How many fields the table has, without reading it."""

    def known(self, table: str, fields: Collection[str]) -> int:
        """How many of these fields the table has, without reading them all."""

    def drop(self, table: str, field: str) -> bool:
        """Remove one field; True for the one caller that really removed it."""

    def tables(self, prefix: str) -> list[str]:
        """Names of the tables that begin with `prefix` and aren't empty."""


class MemoryHashes:
    """Tables of one process."""

    def __init__(self) -> None:
        self._tables: defaultdict[str, dict[str, Value]] = defaultdict(dict)

    def put(self, table: str, field: str, value: Value) -> None:
        """Set one field."""
        self._tables[table][field] = dict(value)

    def get(self, table: str, field: str) -> Value | None:
        """Read one field."""
        return self._tables.get(table, {}).get(field)

    def all(self, table: str) -> dict[str, Value]:
        """Read the whole table."""
        return dict(self._tables.get(table, {}))

    def size(self, table: str) -> int:
        """How many fields the table has."""
        return len(self._tables.get(table, ()))

    def known(self, table: str, fields: Collection[str]) -> int:
        """How many of these fields the table has."""
        there = self._tables.get(table, {})
        return sum(field in there for field in fields)

    def drop(self, table: str, field: str) -> bool:
        """Remove one field, and the table with its last one."""
        fields = self._tables.get(table, {})
        removed = fields.pop(field, None) is not None
        if not fields:
            self._tables.pop(table, None)
        return removed

    def tables(self, prefix: str) -> list[str]:
        """Names that begin with `prefix`."""
        return [name for name in self._tables if name.startswith(prefix)]


class RedisHashes:
    """Tables shared by all processes."""

    def __init__(self, url: str, namespace: str = "guildhall:live:") -> None:
        self._redis: Any = redis.Redis.from_url(url, decode_responses=True)
        self._namespace = namespace

    def put(self, table: str, field: str, value: Value) -> None:
        """Set one field, and keep the table alive for another while."""
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.hset(self._namespace + table, field, json.dumps(value))
            pipe.expire(self._namespace + table, TTL_S)
            pipe.execute()

    def get(self, table: str, field: str) -> Value | None:
        """Read one field."""
        text = self._redis.hget(self._namespace + table, field)
        return None if text is None else json.loads(text)

    def all(self, table: str) -> dict[str, Value]:
        """Read the whole table."""
        found = self._redis.hgetall(self._namespace + table)
        return {field: json.loads(text) for field, text in found.items()}

    def size(self, table: str) -> int:
        """How many fields the table has."""
        return int(self._redis.hlen(self._namespace + table))

    def known(self, table: str, fields: Collection[str]) -> int:
        """How many of these fields the table has."""
        if not fields:
            return 0
        found = self._redis.hmget(self._namespace + table, list(fields))
        return sum(text is not None for text in found)

    def drop(self, table: str, field: str) -> bool:
        """Remove one field."""
        return bool(self._redis.hdel(self._namespace + table, field))

    def tables(self, prefix: str) -> list[str]:
        """Names that begin with `prefix`."""
        found = self._redis.scan_iter(match=f"{self._namespace}{prefix}*", count=500)
        return [name.removeprefix(self._namespace) for name in found]


def shared() -> Hashes:
    """The tables of the running application, for figures that live no longer than their hall."""
    return engine.current().hashes
