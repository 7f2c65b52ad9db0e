"""`python -m scoring FILE`: work a contest file out, or check a result package.

Needs nothing but Python. Prints one JSON object: what came out and every difference. Exit code
0 when all agrees, 1 when something differs, 2 for what can't be read.
"""

import json
import resource
import sys
from pathlib import Path

from scoring.package import PackageError, Report, check, check_file

AGREES, DIFFERS, UNREADABLE = 0, 1, 2


def main(arguments: list[str]) -> int:
    """`-` reads standard input; `--limits SECONDS MIB` are for files of strangers."""
    if arguments[:1] == ["--limits"]:
        _limit(int(arguments[1]), int(arguments[2]))
        arguments = arguments[3:]
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return UNREADABLE
    name = arguments[0]
    try:
        report = _report(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return UNREADABLE
    except PackageError as error:
        message = error.message
        _tell({"error": {"template": message.template, "params": dict(message.params)}})
        return UNREADABLE
    _tell(report.to_json())
    return UNREADABLE if report.faults else AGREES if report.agrees else DIFFERS


def _report(content: bytes) -> Report:
    return check(content) if content.startswith(b"PK") else check_file(content)


def _tell(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def _limit(seconds: int, mebibytes: int) -> None:
    size = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
