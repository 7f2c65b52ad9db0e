"""What `script/server` runs once everything is installed: `python -m deploy.start`."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from config import ROOT
from deploy.errors import StartError
from deploy.health import wait_until_healthy
from deploy.lock import only_one
from deploy.network import AUTHORITY_PATH, EVERYWHERE, listen, reached_by_phones
from deploy.supervisor import Child, Supervisor


def main(arguments: list[str]) -> int:
    """Start, say so, keep running; the exit code."""
    options = _options(arguments)
    try:
        with only_one(options.data):
            return _run(options)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/server", description="Install what is missing, then start Guildhall."
    )
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument("--host", default="0.0.0.0", help="default: all addresses, for phones")  # noqa: S104
    parser.add_argument("--data", type=Path, default=_data_dir(), help="default var/")
    parser.add_argument("--tls", action="store_true", help="serve https, by an own authority")
    parser.add_argument("--no-demo", action="store_true", help="leave a new database empty")
    options = parser.parse_args(arguments)
    options.data = options.data.resolve()
    options.scheme = "https" if options.tls else "http"
    options.lan = reached_by_phones(options.host)
    options.here = "127.0.0.1" if options.host in EVERYWHERE else options.host
    return options


def _data_dir() -> Path:
    return Path(os.environ.get("GUILDHALL_DATA_DIR", ROOT / "var"))


def _run(options: argparse.Namespace) -> int:
    with listen(options.host, options.port) as listener:
        options.port = listener.getsockname()[1]  # --port 0 lets the system choose
        options.url = f"{options.scheme}://{options.here}:{options.port}"
        environ = _environment(options)
        _python(environ, "-m", "deploy.prepare", *([] if options.no_demo else ["--demo"]))
        web = Child("The web server", _web_command(options, listener.fileno()))
        web.pass_fds = [listener.fileno()]
        jobs = [sys.executable, "-m", "deploy.worker"]
        worker = Child("The job worker", jobs, stop_signal=signal.SIGINT)
        pictures = Child("The packager of live video", [sys.executable, "-m", "deploy.packager"])
        supervisor = Supervisor([web, worker, pictures], environ, _say)
        try:
            supervisor.start()
            if wait_until_healthy(supervisor, web, options.url):
                _announce(options, environ)
                supervisor.watch()
        finally:
            supervisor.stop()
    _say("stopped")
    return 0


def _environment(options: argparse.Namespace) -> dict[str, str]:
    environ = dict(os.environ, GUILDHALL_DATA_DIR=str(options.data))
    address = options.lan[0] if options.lan else options.here
    environ.setdefault("GUILDHALL_PUBLIC_URL", f"{options.scheme}://{address}:{options.port}")
    if options.tls:
        environ["GUILDHALL_SECURE_COOKIES"] = "1"
    return environ


def _python(environ: Mapping[str, str], *arguments: str) -> None:
    if subprocess.run([sys.executable, *arguments], env=environ, cwd=ROOT, check=False).returncode:
        raise StartError("Not started: see the message above.")


def _web_command(options: argparse.Namespace, descriptor: int) -> list[str]:
    command = [sys.executable, "-m", "deploy.serve", "--fd", str(descriptor)]
    if options.tls:
        from deploy.authority import Tls, names_for, today

        tls = Tls(options.data / "tls")
        tls.ensure(names_for(options.lan), today())
        command += ["--certificate", str(tls.certificate), "--key", str(tls.key)]
        command += ["--authority", str(tls.authority)]
    return command


def _announce(options: argparse.Namespace, environ: dict[str, str]) -> None:
    print(f"ready: {options.url}", flush=True)
    print(_sign_in_links(environ, options.url), end="")
    for address in options.lan:
        print(f"phones in this network: {options.scheme}://{address}:{options.port}")
        if options.tls:
            print(f"  first trust, once per phone: http://{address}:{options.port}{AUTHORITY_PATH}")
            print("  (install it, then switch it on: on iPhones under General, About, Certificate")
            print("  Trust Settings; on Android under Security, Install a certificate, CA)")
    print("Ctrl-C stops everything", flush=True)


def _sign_in_links(environ: dict[str, str], here: str) -> str:
    """One line per role of the demo data; nothing where there is none."""
    command = [sys.executable, "-m", "flask", "--app", "app", "demo", "links"]
    local = environ | {"GUILDHALL_PUBLIC_URL": here}
    done = subprocess.run(command, env=local, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return ""
    return done.stdout


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
