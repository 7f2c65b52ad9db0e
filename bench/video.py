"""Live video: what packaging costs, how fast segments are served, how late viewers see.

`python -m bench.video [--json] [--quick]`. Packaging is measured at the speed of life on 720p as
browsers send it; segments are fetched from the app and from nginx by the same client; the delay
is read off the picture itself, in which the camera's page paints the time.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench._report import run
from bench.live import delay, packaging, serving
from bench.live.installation import Installation


@dataclass(frozen=True)
class Plan:
    """Seconds of each measurement."""

    packaging_s: int
    serving_s: float
    delay_s: float


QUICK = Plan(packaging_s=24, serving_s=4, delay_s=8)
FULL = Plan(packaging_s=90, serving_s=15, delay_s=40)
TARGETS = {"cpu_share": ("≤", 0.03), "delay_s": ("≤", 8.0)}


def main() -> None:
    """Measure and print."""
    run(__doc__ or "", lambda quick: measure(QUICK if quick else FULL), TARGETS)


def measure(plan: Plan) -> dict[str, Any]:
    """The whole run, on an installation of its own."""
    with tempfile.TemporaryDirectory() as folder, Installation(Path(folder)) as installation:
        figures = packaging.measure(installation, plan.packaging_s)
        figures |= serving.measure(installation, plan.serving_s)
        figures |= delay.measure(installation, plan.delay_s)
    ratio = figures["segments_per_s_nginx"] / figures["segments_per_s_app"]
    return {"name": "video", "ratios": {"nginx_vs_app": round(ratio, 2)}, "figures": figures}


if __name__ == "__main__":
    main()
