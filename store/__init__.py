"""What services stand on: base class and column types, the write gate, events, audit, jobs.

Knows nothing of HTTP, sockets or any feature.
"""

from store.audit import AuditEntry, audit
from store.base import db
from store.errors import NotFound, UserError
from store.events import after_commit, in_transaction, record
from store.transactions import write

__all__ = [
    "AuditEntry",
    "NotFound",
    "UserError",
    "after_commit",
    "audit",
    "db",
    "in_transaction",
    "record",
    "write",
]
