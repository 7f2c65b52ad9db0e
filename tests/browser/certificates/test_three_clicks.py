"""The demonstration's prizes become certificates in three clicks, and strangers can verify them.

Everything is real: `script/server` with its job worker, the PDFs, the QR codes printed on them.
"""

import io
import re
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError

import pypdfium2
import pytest
from selenium.webdriver import Chrome

from tests.support.browser import NewBrowser, click
from tests.support.certificates import codes_in, text_of
from tests.support.processes import wait_until
from tests.support.server import Launcher

SEMI_FINAL = 1
PRIZES = 6
VERDICT = "main .verdict"
ISSUED = "return document.querySelector('#progress .batch-ok dd')?.textContent ?? 0"


@pytest.mark.timeout(600)
def test_confirmed_prizes_become_genuine_certificates(
    launch: Callable[..., Launcher], new_browser: NewBrowser, tmp_path: Path
) -> None:
    launcher = launch()
    links = sign_in_links(launcher)
    office = signed_in(new_browser(), links["organiser"])
    office.get(f"{launcher.url}/results/{SEMI_FINAL}")
    click(office, ".results-awards button")
    click(office, "main form .btn-primary")
    click(office, "#next .btn-primary")
    wait_until(lambda: issued(office) == PRIZES, "the certificates are issued", deadline_s=120)
    files = archive(office, launcher)
    assert len(files) == PRIZES
    stranger = new_browser(390, 844)
    names = {}
    for file, pdf in files.items():
        (address,) = codes_in(picture(pdf))
        stranger.get(address)
        assert verdict(stranger) == "genuine"
        names[file] = address
    first, *_others = sorted(files)
    holder = re.sub(r"^\d+[_ -]*|\.pdf$", "", first)
    assert holder[:2] in text_of(files[first])
    assert_files_are_told_apart(stranger, launcher, tmp_path, files[first])
    revoke(signed_in(new_browser(), links["organisation_admin"]), launcher, names[first])
    stranger.get(names[first])
    assert verdict(stranger) == "revoked"
    assert "姓名有误" in stranger.find_element("css selector", "main").text
    with pytest.raises(HTTPError) as unknown:
        urllib.request.urlopen(f"{launcher.url}/v/ABCDEFGHJKMNPQRS", timeout=60)
    assert unknown.value.code == 404
    assert "verdict-unknown" in unknown.value.read().decode()


def assert_files_are_told_apart(
    stranger: Chrome, launcher: Launcher, folder: Path, pdf: bytes
) -> None:
    """The file as issued is genuine, the same with one byte changed is not."""
    altered = bytearray(pdf)
    altered[len(altered) // 2] ^= 1
    for content, expected in ((pdf, "genuine"), (bytes(altered), "unknown")):
        file = folder / "offered.pdf"
        file.write_bytes(content)
        stranger.get(f"{launcher.url}/verify")
        stranger.find_element("id", "file").send_keys(str(file))
        submit = stranger.find_element("css selector", "#verify-file [type=submit]")
        stranger.execute_script("arguments[0].click()", submit)
        wait_until(lambda: stranger.find_elements("css selector", VERDICT), "the answer")
        assert verdict(stranger) == expected


def sign_in_links(launcher: Launcher) -> dict[str, str]:
    """The links that the server prints once it is ready, by role."""
    assert launcher.process is not None
    assert launcher.process.stdout is not None
    links = {}
    for line in launcher.process.stdout:
        if line.startswith("Ctrl-C"):
            return links
        who, _, address = line.partition(": ")
        links[who] = address.strip()
    pytest.fail(launcher.log)


def signed_in(browser: Chrome, link: str) -> Chrome:
    """Come in by a link that works once."""
    browser.get(link)
    click(browser, "main form button")
    wait_until(lambda: "/sign-in/" not in browser.current_url, "the page behind the link")
    return browser


def issued(browser: Chrome) -> int:
    """The number that the batch's page shows; the page swaps it while it is looked at."""
    return int(browser.execute_script(ISSUED))


def archive(browser: Chrome, launcher: Launcher) -> dict[str, bytes]:
    """The files of the zip that the page offers, by name."""
    found: list[str | None] = []

    def offered() -> bool:
        """Once the last certificate is issued the batch is closed, a moment later."""
        browser.refresh()
        links = browser.find_elements("css selector", "a[href$='.zip']")
        found.extend(link.get_attribute("href") for link in links)
        return bool(found)

    wait_until(offered, "the zip")
    link = found[0]
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in browser.get_cookies())
    request = urllib.request.Request(str(link), headers={"Cookie": cookies})
    with urllib.request.urlopen(request, timeout=60) as answer:
        content = answer.read()
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        return {name: files.read(name) for name in files.namelist()}


def picture(pdf: bytes) -> bytes:
    """The first page at 200 dots an inch, as PNG."""
    document = pypdfium2.PdfDocument(pdf)
    out = io.BytesIO()
    document[0].render(scale=200 / 72).to_pil().save(out, "PNG")
    document.close()
    return out.getvalue()


def verdict(browser: Chrome) -> str:
    """What the page says of the certificate: genuine, revoked, unknown …"""
    shown = browser.find_element("css selector", VERDICT).get_attribute("class") or ""
    return next(word for word in shown.split() if word != "verdict").removeprefix("verdict-")


def revoke(keeper: Chrome, launcher: Launcher, address: str) -> None:
    """The union's administrator revokes the certificate of this code."""
    code = address.rpartition("/")[2]
    keeper.get(f"{launcher.url}/certificates/register?q={code}")
    click(keeper, "main table a")
    click(keeper, ".confirm > summary")
    keeper.find_element("id", "revoke-reason").send_keys("姓名有误")
    click(keeper, ".confirm[open] form button")
    wait_until(lambda: keeper.find_elements("css selector", ".notice-error"), "revoked")
