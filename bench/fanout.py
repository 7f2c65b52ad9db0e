"""Fan-out to a full hall, beside stock Flask-SocketIO and the Node reference server.

`python -m bench.fanout [--json] [--quick]`. Every server is a process of its own, and so are the
viewers, who check each frame: a lost, torn or disordered one fails the run. Compare ratios;
absolute figures vary by half with what else the machine does.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.peers import processes
from bench.peers.processes import Server, Viewers

FRAME_BYTES = 600
ROW = '<tr id="row-{n}"><td class="rank">{n}</td><td>第{n}号选手</td><td>9.{n:02}</td></tr>'
MARKS_PER_S = 8  # twelve judges at work


@dataclass(frozen=True)
class Load:
    """Frames to `viewers`, offered faster than the server is expected to be."""

    viewers: int
    frames: int
    rate: float


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    fast: Load  # ours and Node
    stock: Load
    boards: int
    mark_seconds: float
    crowd: int  # 0: not in this run


QUICK = Plan(Load(500, 500, 600), Load(500, 60, 120), 1000, 4, 0)
FULL = Plan(Load(1000, 400, 300), Load(1000, 60, 60), 1000, 20, 5000)


def main() -> None:
    """Measure, print, and fail when something was lost or a target of --strict is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    parser.add_argument("--quick", action="store_true", help="within 45 seconds")
    arguments = parser.parse_args()
    result = measure(QUICK if arguments.quick else FULL)
    for name, value in {**result["ratios"], **result["figures"]}.items():
        print(f"{name:28} {value}")
    if arguments.json:
        print(json.dumps(result))


def measure(plan: Plan) -> dict[str, Any]:
    """The whole run."""
    mine = saturate("ours", processes.ours, plan.fast)
    node = saturate("Node Socket.IO", processes.node, plan.fast)
    stock = saturate("stock Flask-SocketIO", processes.stock, plan.stock)
    figures = {
        **mine,
        "stock_deliveries_per_s": stock["deliveries_per_s"],
        "stock_cpu_us": stock["cpu_us_per_delivery"],
        "stock_kb_per_client": stock["kb_per_client"],
        "node_deliveries_per_s": node["deliveries_per_s"],
        "node_cpu_us": node["cpu_us_per_delivery"],
        **marks(plan.boards, plan.mark_seconds),
        **(crowd(plan.crowd) if plan.crowd else {}),
    }
    ratios = {
        "vs_stock": round(mine["deliveries_per_s"] / stock["deliveries_per_s"], 2),
        "vs_node": round(mine["deliveries_per_s"] / node["deliveries_per_s"], 2),
    }
    return {"name": "fanout", "ratios": ratios, "figures": figures}


def saturate(name: str, open_server: Callable[[], Server], load: Load) -> dict[str, Any]:
    """As many deliveries per second as one process makes; the same plain frames for all."""
    with open_server() as server, Viewers() as viewers:
        before_kb = server.memory_kb()
        come(server, viewers, load.viewers, "bench:1", deflate=False)
        memory = (server.memory_kb() - before_kb) / load.viewers
        viewers.tell("reset", last=0)
        cpu, start = server.cpu_s(), time.monotonic()
        server.get("/go", rate=load.rate, frames=load.frames, size=FRAME_BYTES)
        report = viewers.tell("report", seq=load.frames, patience=10)
        check(name, report, load.viewers, load.viewers * load.frames)
        return {
            "deliveries_per_s": round(report["received"] / (report["last_at"] - start)),
            "cpu_us_per_delivery": round((server.cpu_s() - cpu) / report["received"] * 1e6, 1),
            "kb_per_client": round(memory, 1),
        }


def marks(boards: int, seconds: float) -> dict[str, Any]:
    """The whole way of a mark: POST, commit, log, frame, every board. From the tap on."""
    with processes.ours() as server, Viewers() as viewers:
        come(server, viewers, boards, "marks:1", deflate=True)
        viewers.tell("reset", last=0)
        cpu, start = server.cpu_s(), time.monotonic()
        count = int(seconds * MARKS_PER_S)
        for number in range(count):
            time.sleep(max(0.0, start + number / MARKS_PER_S - time.monotonic()))
            server.post("/mark", tap=time.monotonic(), html=ROW.format(n=number % 100) * 4)
        report = viewers.tell("report", seq=count, patience=10)
        check("marks", report, boards, None)
        return {
            **percentiles(report["latencies"]),
            "lost": 0,  # `check` has made sure
            "frames_per_s": round(report["received"] / boards / seconds, 1),
            "wire_bytes_per_delivery": round(report["wire_bytes"] / report["received"]),
            "board_cpu_share": round((server.cpu_s() - cpu) / (time.monotonic() - start), 2),
        }


def crowd(count: int) -> dict[str, Any]:
    """Many viewers: how fast they join, what they cost, a slow beat of frames, and their leaving."""
    with processes.ours() as server, Viewers() as viewers:
        before_kb = server.memory_kb()
        joined_s = come(server, viewers, count, "bench:1", deflate=True)
        memory = (server.memory_kb() - before_kb) / count
        viewers.tell("reset", last=0)
        start = time.monotonic()
        server.get("/go", rate=4, frames=24, size=10 * FRAME_BYTES)
        report = viewers.tell("report", seq=24, patience=10)
        check(f"{count} viewers", report, count, count * 24)
        rate = round(report["received"] / (report["last_at"] - start))
        cpu = server.cpu_s()
        viewers.tell("leave")
        server.wait_empty()
        return {
            f"join_{count}_s": round(joined_s, 1),
            f"leave_{count}_cpu_s": round(server.cpu_s() - cpu, 2),
            f"kb_per_client_of_{count}": round(memory, 1),
            f"p99_ms_of_{count}": percentiles(report["latencies"])["p99_ms"],
            f"deliveries_per_s_of_{count}": rate,
        }


def come(server: Server, viewers: Viewers, count: int, room: str, *, deflate: bool) -> float:
    """Let everybody in; gives the seconds it took."""
    details: dict[str, Any] = {"port": server.port, "count": count, "deflate": deflate}
    if "bench.peers.ours" in server.process.args:  # ours wants a ticket, the peers let all in
        details |= {"room": room, **server.get("/ticket")}
    answer = viewers.tell("connect", **details)
    if answer["connected"] != count:
        sys.exit(f"only {answer['connected']} of {count} viewers got in")
    return float(answer["seconds"])


def check(name: str, report: dict[str, Any], viewers: int, expected: int | None) -> None:
    """Fail loudly when anything was lost, doubled, out of order or torn."""
    wrong = {key: report[key] for key in ("gaps", "disordered", "lost_connections", "behind")}
    if any(wrong.values()) or expected not in (None, report["received"]):
        sys.exit(f"{name}: {report['received']} of {expected} to {viewers} viewers, {wrong}")


def percentiles(latencies: list[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    ordered = sorted(latencies)
    return {
        f"p{share}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000, 1)
        for share in (50, 95, 99)
    }


if __name__ == "__main__":
    main()
