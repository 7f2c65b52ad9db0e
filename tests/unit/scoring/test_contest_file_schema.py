"""The published JSON Schema says what the loader does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scoring import ContestFileError, compute, json_schema, load
from tests.unit.scoring.files import refusal
from tests.unit.scoring.test_advancement import two_rounds
from tests.unit.scoring.test_contest_file import changed, faults
from tests.unit.scoring.test_skills_contest import skills_file

SCHEMA_FILE = Path(__file__).resolve().parents[3] / "scoring" / "contest-file.schema.json"
VALIDATOR = Draft202012Validator(json_schema())


def test_the_schema_file_is_the_loaders() -> None:
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == json_schema()
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("document", [skills_file(), two_rounds()])
def test_the_schema_accepts_what_the_loader_accepts(document: dict[str, Any]) -> None:
    assert load(document)
    assert not list(VALIDATOR.iter_errors(document))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("titel", "x"),
        ("title", ""),
        ("format", "other"),
        ("rounds.0.marks.0.value", 88.5),
        ("rounds.0.marks.0.value", True),
        ("rounds.0.marks.0.attempt", 0),
        ("rounds.0.marks.0.judge", ""),
        ("schemes.0.items.0.kind", "guess"),
        ("schemes.0.items.0.max", "1e2"),
        ("schemes.0.items.0.max", "1234567890123"),
        ("schemes.0.items.2.step", "0.1234567"),
        ("schemes.0.parts.0.panel.low", -1),
        ("schemes.0.parts.0.rounding", {"places": 7}),
        ("schemes.0.parts", []),
        ("rounds.0.deductions", [{"entry": "A07", "points": -1}]),
        ("rounds.0.decisions", [{"kind": "arbitration", "order": ["A07", "A05"]}]),
    ],
)
def test_the_schema_refuses_what_has_the_wrong_shape(path: str, value: Any) -> None:
    document = changed(path, value)
    assert faults(document)
    assert list(VALIDATOR.iter_errors(document))


def every_path(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    return [path, *(found for key, one in inner for found in every_path(one, (*path, key)))]


PATHS = every_path(two_rounds())
odd_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.lists(st.just({"id": "x"}), max_size=2),
    st.sampled_from(["final", "super", "total", "points", "A", "less", "team", "-1", "0", "sum"]),
)


@settings(max_examples=300)
@given(st.sampled_from(PATHS[1:]), odd_values)
def test_any_value_anywhere_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    document: Any = two_rounds()
    node = document
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    error = refusal(lambda: load(document), ContestFileError)
    if error is None:
        compute(load(document))
        assert not list(VALIDATOR.iter_errors(document))
    else:
        assert str(error)
