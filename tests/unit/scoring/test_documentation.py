"""Every JSON example in the documentation is a whole contest file that works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scoring import compute, json_schema, load, loads
from scoring.contest_file.document import CONTEST, ROUND
from scoring.schemes.shape import ITEM, PART, SCHEME, TIE

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "contest-file.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```json\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_works_as_it_stands(example: str) -> None:
    document = loads(example)
    assert not list(Draft202012Validator(json_schema()).iter_errors(document))
    rounds = compute(load(document)).to_json()["rounds"]
    assert all(any(row["place"] for row in one["results"]) for one in rounds)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 4


WORDS = [
    *CONTEST.needed,
    *CONTEST.optional,
    *ROUND.needed,
    *ROUND.optional,
    *SCHEME.needed,
    *SCHEME.optional,
    *ITEM.records,
    *PART.records,
    *TIE.records,
    *(key for record in PART.records.values() for key in (*record.needed, *record.optional)),
    *(key for record in ITEM.records.values() for key in (*record.needed, *record.optional)),
]


@pytest.mark.parametrize("word", sorted(set(WORDS)))
def test_every_key_and_kind_is_explained(word: str) -> None:
    assert f"`{word}`" in TEXT or f'"{word}"' in TEXT
