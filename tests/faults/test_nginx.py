"""The sample configuration: two web processes on PostgreSQL and Redis behind a real nginx."""

import json
import re
import shutil
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.authority import Tls, names_for
from tests.realtime.engine.client import SocketClient
from tests.support.processes import ROOT, Program, answers, free_port, wait_until

MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/guildhall.conf;
}}
"""


@pytest.fixture
def environ(tmp_path: Path, postgres_url: str, redis_url: str) -> dict[str, str]:
    """The settings that both web processes share."""
    return {
        "GUILDHALL_DATA_DIR": str(tmp_path / "data"),
        "GUILDHALL_PROXIES": "1",
        "GUILDHALL_SECURE_COOKIES": "1",
        "DATABASE_URL": postgres_url,
        "REDIS_URL": redis_url,
    }


@pytest.fixture
def webs(environ: dict[str, str], tmp_path: Path) -> Iterator[list[Program]]:
    """Two web processes on a migrated database."""
    command = [sys.executable, "-m", "deploy.serve", "--port", "0"]
    prepare = [sys.executable, "-m", "deploy.prepare"]
    programs = [Program(command, environ, tmp_path / f"web-{n}.log") for n in range(2)]
    subprocess.run(prepare, env=programs[0].environ, cwd=ROOT, check=True)
    for program in programs:
        program.start()
    yield programs
    for program in programs:
        if program.runs:
            program.stop()


@pytest.fixture
def site(webs: list[Program], tmp_path: Path) -> Iterator[str]:
    """The address of nginx in front of them."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert nginx, "nginx is not installed: run script/test, or apt install nginx-light"
    port = free_port()
    (tmp_path / "guildhall.conf").write_text(_sample(webs, port, _tls(tmp_path)))
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path))
    command = [nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    with (tmp_path / "nginx.log").open("w") as log:
        process = subprocess.Popen(command, stderr=log)
    wait_until(lambda: answers(port) or process.poll() is not None, "nginx")
    assert process.poll() is None, (tmp_path / "nginx.log").read_text()
    yield f"https://127.0.0.1:{port}"
    process.terminate()
    process.wait()


def _tls(folder: Path) -> Tls:
    tls = Tls(folder / "tls")
    tls.ensure(names_for([]), datetime.now(UTC))
    return tls


def _sample(webs: list[Program], port: int, tls: Tls) -> str:
    """The file we ship, with the tests' own ports, files and names."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for number, web in enumerate(webs, start=8001):
        text = text.replace(f"127.0.0.1:{number}", web.url.removeprefix("http://"))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    text = re.sub(r"(ssl_certificate_key +)\S+;", rf"\1{tls.key};", text)
    text = re.sub(r"(ssl_certificate +)\S+;", rf"\1{tls.certificate};", text)
    return text.replace("/opt/guildhall", str(ROOT))


@pytest.fixture
def trusting(tmp_path: Path) -> ssl.SSLContext:
    """Trusts the certificate of the site."""
    return ssl.create_default_context(cafile=str(tmp_path / "tls" / "authority.crt"))


def test_pages_come_through(site: str, trusting: ssl.SSLContext) -> None:
    with urllib.request.urlopen(f"{site}/healthz", context=trusting) as answer:
        assert json.load(answer)["ok"]


def test_static_files_come_from_nginx_itself(
    site: str, webs: list[Program], trusting: ssl.SSLContext
) -> None:
    for web in webs:
        web.stop()
    with urllib.request.urlopen(f"{site}/static/css/tokens.css", context=trusting) as answer:
        assert answer.headers["Content-Type"] == "text/css"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_sockets_come_through(site: str, trusting: ssl.SSLContext) -> None:
    port = int(site.rpartition(":")[2])
    with SocketClient(port, tls=trusting, origin=site) as client:
        assert client.events == []


def test_one_process_less_is_not_noticed(
    site: str, webs: list[Program], trusting: ssl.SSLContext
) -> None:
    webs[0].kill()
    for _ in range(4):
        with urllib.request.urlopen(f"{site}/healthz", context=trusting) as answer:
            assert answer.status == 200
