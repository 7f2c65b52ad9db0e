"""The scoring engine: from raw marks and a rule to places, advancement and prizes.

It knows nothing about accounts, requests, files or tables, and imports only the Python
standard library. Text goes in, frozen values come out:

    contest = load(loads(text))          # ContestFileError lists every fault
    result = compute(contest)            # result.to_json()

For a running round ``RoundScorer`` takes one mark at a time.
"""

from scoring.computing import compute, scorers
from scoring.contest import Contest, Decision, Entry, Judge, Mark, Round
from scoring.contest_file.document import json_schema
from scoring.contest_file.loading import load
from scoring.contest_file.text import loads
from scoring.describing import Description, describe
from scoring.errors import (
    N_,
    ContestFileError,
    Fault,
    MarkError,
    Message,
    SchemeError,
    ScoringInputError,
)
from scoring.live import RoundScorer
from scoring.numbers import parse_decimal
from scoring.parts.panel import JudgeTile, PanelView
from scoring.presets import PRESETS, Preset
from scoring.results import ContestResult, RoundResult, Row
from scoring.schemes.items import Item, canonical_mark, check_mark
from scoring.schemes.model import Scheme
from scoring.schemes.reading import read_scheme

__all__ = [
    "N_",
    "PRESETS",
    "Contest",
    "ContestFileError",
    "ContestResult",
    "Decision",
    "Description",
    "Entry",
    "Fault",
    "Item",
    "Judge",
    "JudgeTile",
    "Mark",
    "MarkError",
    "Message",
    "PanelView",
    "Preset",
    "Round",
    "RoundResult",
    "RoundScorer",
    "Row",
    "Scheme",
    "SchemeError",
    "ScoringInputError",
    "canonical_mark",
    "check_mark",
    "compute",
    "describe",
    "json_schema",
    "load",
    "loads",
    "parse_decimal",
    "read_scheme",
    "scorers",
]
