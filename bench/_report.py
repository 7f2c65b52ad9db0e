"""What benchmarks have in common: their options, their report, percentiles, a loud end.

Speed is reported beside its target and never fails a run, since it depends on the machine.
Correctness does: see `require`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

Result = dict[str, Any]
Targets = Mapping[str, tuple[str, float]]  # by figure or ratio: ("≤", 350)


def run(title: str, measure: Callable[[bool], Result], targets: Targets) -> None:
    """Measure as the command line says, print, and with --json end with one line of JSON."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    parser.add_argument("--quick", action="store_true", help="a fraction of the load")
    arguments = parser.parse_args()
    result = measure(arguments.quick)
    for name, value in {**result["ratios"], **result["figures"]}.items():
        print(f"{name:28} {value!s:10} {_beside(targets.get(name), value)}".rstrip())
    if arguments.json:
        print(json.dumps(result))


def _beside(target: tuple[str, float] | None, value: float) -> str:
    if target is None:
        return ""
    sign, wanted = target
    met = value <= wanted if sign == "≤" else value >= wanted
    return f"target {sign} {wanted:g}: {'met' if met else 'MISSED'}"


def percentiles(latencies: list[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    ordered = sorted(latencies)
    return {
        f"p{share}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000, 1)
        for share in (50, 95, 99)
    }


def require(met: bool, otherwise: str) -> None:
    """End the run with what went wrong."""
    if not met:
        sys.exit(otherwise)
