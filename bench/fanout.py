"""Fan-out to a full hall, beside stock Flask-SocketIO and the Node reference server.

`python -m bench.fanout [--json] [--quick]`. Every server is a process of its own, and so are the
viewers, who check each frame: a lost, torn or disordered one fails the run. Compare ratios;
absolute figures vary by half with what else the machine does.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench._report import percentiles, run
from bench.peers import processes
from bench.peers.processes import Server, Viewers

ROW = '<tr id="row-{n}"><td class="rank">{n}</td><td>第{n}号选手</td><td>9.{n:02}</td></tr>'
ROWS = "".join(ROW.format(n=number) for number in range(9))  # 600 bytes: a usual frame
MARKS_PER_S = 8  # twelve judges at work
WRONG = ("gaps", "disordered", "lost_connections", "behind")

TARGETS = {"vs_stock": ("≥", 1.0), "vs_node": ("≥", 1.0), "lost": ("≤", 0.0)}

Figures = dict[str, float]


@dataclass(frozen=True)
class Plan:
    """How much is measured. `offers` are deliveries per second, the same for every server."""

    viewers: int
    offers: tuple[int, ...]
    offer_seconds: float
    boards: int
    mark_seconds: float
    crowd: int  # 0: not in this run


QUICK = Plan(500, (20_000, 80_000, 320_000), 0.7, 1000, 4, 0)
FULL = Plan(1000, (20_000, 40_000, 80_000, 160_000, 240_000, 320_000), 2, 1000, 20, 5000)


def main() -> None:
    """Measure and print; fails when something was lost or torn in ours."""
    run(__doc__ or "", lambda quick: measure(QUICK if quick else FULL), TARGETS)


def measure(plan: Plan) -> dict[str, Any]:
    """The whole run."""
    mine = climb("ours", processes.ours, plan)
    node = climb("Node Socket.IO", processes.node, plan)
    stock = climb("stock Flask-SocketIO", processes.stock, plan)
    plain = climb("ours", processes.ours, plan, deflate=False)
    plain_stock = climb("stock Flask-SocketIO", processes.stock, plan, deflate=False)
    figures = {
        **mine,
        **named("node", node),
        **named("stock", stock),
        **named("plain", plain),
        **named("plain_stock", plain_stock),
        **marks(plan.boards, plan.mark_seconds),
        **(crowd(plan.crowd) if plan.crowd else {}),
    }
    ratios = {
        "vs_stock": more(mine, stock, "deliveries_per_s"),
        "vs_node": more(mine, node, "deliveries_per_s"),
        "plain_vs_stock": more(plain, plain_stock, "deliveries_per_s"),
        "cpu_vs_stock": more(stock, mine, "cpu_us_paced"),  # at the lowest offer, which all meet
        "cpu_vs_node": more(node, mine, "cpu_us_paced"),
    }
    return {"name": "fanout", "ratios": ratios, "figures": figures}


def more(one: Figures, other: Figures, name: str) -> float:
    """How many times the other's figure."""
    return round(one[name] / other[name], 2)


def named(prefix: str, figures: Figures) -> Figures:
    """The figures under names of their own."""
    return {f"{prefix}_{name}": value for name, value in figures.items()}


def climb(
    name: str, open_server: Callable[[], Server], plan: Plan, *, deflate: bool = True
) -> Figures:
    """Offer more and more, the same frames to each server; the best clean step counts.

    With `deflate` the viewers offer compression as every browser does: we compress once for all,
    stock does it for each viewer, Node declines. Without it all frames are plain.

    A step is clean when every viewer got every frame whole and in order. Past its strength ours
    cuts viewers off (they would catch up), stock tears frames, so the climb ends there; a frame
    that *ours* tears, doubles or skips for a connected viewer fails the run.
    """
    figures: Figures = {}
    with open_server() as server, Viewers() as viewers:
        before_kb = server.memory_kb()
        come(server, viewers, plan.viewers, "bench:1", deflate=deflate)
        figures["kb_per_client"] = round((server.memory_kb() - before_kb) / plan.viewers, 1)
        for offer in plan.offers:
            step, wrong = offered(server, viewers, plan, offer)
            if name == "ours" and (wrong["gaps"] or wrong["disordered"]):
                sys.exit(f"{name} at {offer}/s: {wrong}")
            if any(wrong.values()):
                print(f"{name}: not clean at {offer}/s: {wrong}")
                break
            figures.setdefault("cpu_us_paced", step["cpu_us"])
            if step["deliveries_per_s"] <= figures.get("deliveries_per_s", 0):
                break  # past its strength: more would only take longer
            figures |= step
    return figures


def offered(
    server: Server, viewers: Viewers, plan: Plan, offer: int
) -> tuple[Figures, dict[str, int]]:
    """One step of the climb, and what went wrong in it."""
    rate = offer / plan.viewers
    frames = int(rate * plan.offer_seconds)
    viewers.tell("reset", last=0)
    cpu, start = server.cpu_s(), time.monotonic()
    server.get("/go", rate=rate, frames=frames, rows=ROWS, times=1)
    report = viewers.tell("report", seq=frames, patience=3)
    seconds, received = report["last_at"] - start, max(1, report["received"])
    step = {
        "deliveries_per_s": round(received / seconds),
        "cpu_us": round((server.cpu_s() - cpu) / received * 1e6, 1),
    }
    wrong = {key: report[key] for key in WRONG}
    return step, {**wrong, "missing": plan.viewers * frames - report["received"]}


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
    """Many viewers: their joining, what they cost, a slow beat of frames, their leaving."""
    with processes.ours() as server, Viewers() as viewers:
        before_kb = server.memory_kb()
        joined_s = come(server, viewers, count, "bench:1", deflate=True)
        memory = (server.memory_kb() - before_kb) / count
        viewers.tell("reset", last=0)
        start = time.monotonic()
        server.get("/go", rate=4, frames=24, rows=ROWS, times=10)
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
    wrong = {key: report[key] for key in WRONG}
    if any(wrong.values()) or expected not in (None, report["received"]):
        sys.exit(f"{name}: {report['received']} of {expected} to {viewers} viewers, {wrong}")


if __name__ == "__main__":
    main()
