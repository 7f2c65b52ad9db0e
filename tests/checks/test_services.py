"""Services are told who acts and when; they never look at the request, and only they write."""

import ast
from pathlib import Path

import pytest

from tests.support.sources import name, sources, tree

OF_THE_REQUEST = {"request", "session", "g", "current_user"}
SERVICES = [path for path in sources() if "services" in name(path)]


@pytest.mark.parametrize("path", SERVICES, ids=name)
def test_a_service_never_looks_at_the_request(path: Path) -> None:
    imported = {
        alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flask")
        for alias in node.names
    }
    assert imported.isdisjoint(OF_THE_REQUEST)


def test_only_the_write_gate_commits() -> None:
    committing = {
        name(path)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert committing == {"store/transactions.py"}


def test_routes_never_write() -> None:
    """They call a service instead."""
    opening = {
        name(path)
        for path in sources()
        if "/routes" in name(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Call) and _called(item.context_expr) == "write"
    }
    assert opening == set()


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
