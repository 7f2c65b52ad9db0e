"""How long scoring takes: one new mark, a whole round, and how that grows.

Run ``python -m bench.scoring [--json] [--quick]``. With ``--json`` the last line is one JSON
object with ``ratios`` and ``figures``. The peer is what a page would do without an engine: on
every mark, read all marks again with ``decimal`` and sort. Both run here, in the same process,
and must agree on every total. Times are CPU seconds of this one thread, so that what else the
machine does weighs less.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from time import process_time
from typing import Any

from bench._report import run
from scoring import Contest, RoundScorer, load

JUDGES = 7
ITEMS = 10
LIVE_ENTRIES = 500
SIZES = (100, 1_000, 10_000)


def document(entries: int) -> dict[str, Any]:
    """A round of ``entries`` × 7 judges × 10 criteria; the marks repeat no pattern of 10."""
    judges = [f"J{n}" for n in range(1, JUDGES + 1)]
    items = [f"C{n}" for n in range(1, ITEMS + 1)]
    names = [f"A{n:05d}" for n in range(entries)]
    return {
        "format": "guildhall-contest/1",
        "title": "Benchmark",
        "judges": [{"id": judge} for judge in judges],
        "entries": [{"id": name} for name in names],
        "schemes": [
            {
                "id": "trimmed",
                "items": [
                    {"id": item, "kind": "judged", "max": "10", "step": "0.1"} for item in items
                ],
                "parts": [
                    {
                        "id": "total",
                        "kind": "panel",
                        "items": items,
                        "panel": {"method": "trimmed", "low": 1, "high": 1},
                        "rounding": {"places": 2, "mode": "half_up"},
                    }
                ],
                "ties": [{"key": "highest_mark", "of": "total"}],
            }
        ],
        "rounds": [
            {
                "id": "final",
                "scheme": "trimmed",
                "judges": judges,
                "advancement": {"method": "percent", "percent": "20"},
                "prizes": {"tiers": [{"id": "first", "percent": "10"}]},
                "marks": [
                    {"entry": name, "judge": judge, "item": item, "value": value(n, j, i)}
                    for n, name in enumerate(names)
                    for j, judge in enumerate(judges)
                    for i, item in enumerate(items)
                ],
            }
        ],
    }


def value(entry: int, judge: int, item: int) -> str:
    """A mark from 5.0 to 9.9 that looks random and is always the same."""
    tenths = 50 + (entry * 7919 + judge * 104_729 + item * 1_299_709) // 13 % 50
    return f"{tenths // 10}.{tenths % 10}"


def naive_totals(marks: list[dict[str, Any]]) -> list[tuple[Decimal, str]]:
    """The peer: every total again from the marks' texts, sorted."""
    sums: dict[str, dict[str, Decimal]] = {}
    for mark in marks:
        of_entry = sums.setdefault(mark["entry"], {})
        of_entry[mark["judge"]] = of_entry.get(mark["judge"], Decimal(0)) + Decimal(mark["value"])
    totals = []
    for entry, of_entry in sums.items():
        kept = sorted(of_entry.values())[1:-1]
        mean = sum(kept, Decimal(0)) / len(kept)
        totals.append((mean.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), entry))
    return sorted(totals, key=lambda pair: (-pair[0], pair[1]))


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def full(contest: Contest) -> float:
    """Seconds from a loaded contest to standings with advancement and prizes."""
    return seconds(lambda: RoundScorer(contest, "final").standings())


def one_mark(contest: Contest, marks: list[dict[str, Any]], rounds: int) -> tuple[float, float]:
    """Median seconds from one new mark to new standings: the engine, and the peer."""
    scorer = RoundScorer(contest, "final")
    scorer.standings()
    engine, peer = [], []
    for turn in range(rounds):
        mark = marks[(turn * 4_999) % len(marks)]
        mark["value"] = value(turn, 3, 5)
        engine.append(seconds(lambda mark=mark: _enter(scorer, mark)))  # type: ignore[misc]
        if turn % 10 == 0:
            peer.append(seconds(lambda: naive_totals(marks)))
    _must_agree(scorer, marks)
    return median(engine), median(peer)


def _enter(scorer: RoundScorer, mark: dict[str, Any]) -> None:
    scorer.set_mark(mark["entry"], mark["item"], mark["value"], mark["judge"])
    scorer.standings()


def _must_agree(scorer: RoundScorer, marks: list[dict[str, Any]]) -> None:
    ours = {row.entry: row.total for row in scorer.standings().rows}
    theirs = {entry: str(total) for total, entry in naive_totals(marks)}
    if ours != theirs:
        raise AssertionError("the engine and the naive peer disagree")


def measure(quick: bool) -> dict[str, Any]:
    figures: dict[str, float] = {}
    live = document(LIVE_ENTRIES)
    marks = live["rounds"][0]["marks"]
    engine, peer = one_mark(load(live), marks, rounds=100 if quick else 400)
    figures["one_mark_ms"] = round(engine * 1000, 3)
    figures["one_mark_naive_ms"] = round(peer * 1000, 3)
    for size in SIZES:
        given = document(size)
        figures[f"load_{size}_s"] = round(seconds(lambda given=given: load(given)), 4)  # type: ignore[misc]
        contest = load(given)
        repeats = max(2, 20_000 // size // (2 if quick else 1))
        best = min(full(contest) for _ in range(min(repeats, 15)))
        figures[f"full_{size}_s"] = round(best, 4)
        naive = seconds(lambda given=given: naive_totals(given["rounds"][0]["marks"]))  # type: ignore[misc]
        figures[f"naive_{size}_s"] = round(naive, 4)
    ratios = {
        "growth_10x": round(figures["full_10000_s"] / figures["full_1000_s"], 2),
        "growth_10x_small": round(figures["full_1000_s"] / figures["full_100_s"], 2),
        "one_mark_naive_over_engine": round(peer / engine, 1),
        "full_naive_over_engine": round(figures["naive_10000_s"] / figures["full_10000_s"], 2),
    }
    return {"name": "scoring", "ratios": ratios, "figures": figures}


def main() -> None:
    """Measure and print; --quick repeats less, within 45 s."""
    run(__doc__ or "", measure, {})


if __name__ == "__main__":
    main()
