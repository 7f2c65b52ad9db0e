"""`python -m bench [name…] [--json] [--quick] [--list]`: run benchmarks one after the other.

Each is a module of this package with a `main`, run in a process of its own. With `--json` the
last line of each is one JSON object; of several together it is an object of them by name.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """The exit code: that of the first benchmark that failed, else 0."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(names()))
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    parser.add_argument("--quick", action="store_true", help="a fraction of the load")
    parser.add_argument("--list", action="store_true", help="name the benchmarks and stop")
    options = parser.parse_args()
    if options.list:
        print("\n".join(names()))
        return 0
    if unknown := set(options.names) - set(names()):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {names()}")
    return run(options.names or names(), json_wanted=options.json, quick=options.quick)


def names() -> list[str]:
    """The benchmarks: modules that aren't private."""
    return sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_"))


def run(chosen: list[str], *, json_wanted: bool, quick: bool) -> int:
    """Run the benchmarks, passing on what they print."""
    options = ["--json"] * json_wanted + ["--quick"] * quick
    results = {}
    for name in chosen:
        print(f"== {name}", flush=True)
        code, last = _run_one([sys.executable, "-m", f"bench.{name}", *options])
        if code:
            print(f"{name} failed with exit code {code}", file=sys.stderr)
            return code
        if json_wanted:
            results[name] = json.loads(last)
    if json_wanted and len(chosen) > 1:
        print(json.dumps(results))
    return 0


def _run_one(command: list[str]) -> tuple[int, str]:
    last = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line if line.strip() else last
    return process.returncode, last


if __name__ == "__main__":
    sys.exit(main())
