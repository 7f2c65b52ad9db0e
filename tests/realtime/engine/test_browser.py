"""The browser side in a real browser: frames, gaps, a server that goes and comes back."""

from collections.abc import Callable

from selenium.webdriver import Chrome

from tests.realtime.engine.conftest import Hall
from tests.support.processes import wait_until


def items(browser: Chrome) -> list[int]:
    """Numbers of the items on the board, in the order of the page."""
    script = (
        "const found = document.querySelectorAll('#items > li');"
        "return [...found].map(li => Number(li.id.slice(5)))"
    )
    found: list[int] = browser.execute_script(script)  # type: ignore[no-untyped-call]
    return found


def sign(browser: Chrome) -> tuple[str, str]:
    """State and words of the connection sign."""
    script = (
        "const s = document.querySelector('[data-connection]');"
        "return [s.dataset.state, s.textContent]"
    )
    state, words = browser.execute_script(script)  # type: ignore[no-untyped-call]
    return state, words


SIGNS = """
const sign = document.querySelector("[data-connection]");
window.signs = [];
new MutationObserver(() => window.signs.push(sign.dataset.state)).observe(sign, {attributes: true});
"""


def open_board(browser: Chrome, hall: Hall, key: str) -> str:
    browser.get(f"http://127.0.0.1:{hall.port}/control/page/{key}")
    wait_until(lambda: sign(browser)[0] == "connected", "the page to be connected")
    wait_until(lambda: hall.stats(room=f"testboard:{key}")["viewers"] == 1, "the page to join")
    return f"testboard:{key}"


def test_what_happens_appears_once_and_in_order(browser: Chrome, hall: Hall) -> None:
    hall.post("/control/append", room="testboard:order", n=3)
    room = open_board(browser, hall, "order")
    assert items(browser) == [1, 2, 3]
    for _ in range(3):
        hall.post("/control/append", room=room, n=4)
    wait_until(lambda: len(items(browser)) == 15, "the items to appear")
    assert items(browser) == list(range(1, 16))
    assert browser.execute_script("return document.querySelectorAll('#board').length") == 1  # type: ignore[no-untyped-call]


def test_a_server_that_comes_back_is_caught_up_with(
    browser: Chrome, open_hall: Callable[..., Hall]
) -> None:
    hall = open_hall()
    room = open_board(browser, hall, "back")
    hall.post("/control/append", room=room, n=2)
    wait_until(lambda: items(browser) == [1, 2], "the items to appear")
    browser.execute_script(SIGNS)  # type: ignore[no-untyped-call]
    hall.close()
    wait_until(lambda: sign(browser)[0] == "offline", "the long loss to be told")
    assert browser.execute_script("return window.signs")[0] == "weak", "the loss was told at once"  # type: ignore[no-untyped-call]
    assert sign(browser)[1]
    hall.open()
    hall.post("/control/append", room=room, n=3)  # before the page is back
    wait_until(lambda: items(browser) == [1, 2, 3, 4, 5], "the page to catch up")
    wait_until(lambda: sign(browser)[0] == "connected", "the sign to say so")
    hall.post("/control/append", room=room)
    wait_until(lambda: items(browser)[-1] == 6, "the next item")
    assert items(browser) == [1, 2, 3, 4, 5, 6]


def test_the_expelled_hear_nothing_more(browser: Chrome, open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    room = open_board(browser, hall, "expelled")
    browser.execute_script(  # type: ignore[no-untyped-call]
        "document.addEventListener('live:refused', e => { document.title = e.detail.reason })"
    )
    hall.post("/control/expel", room=room, ref="judge:5")
    wait_until(lambda: browser.title == "revoked", "the page to be told")
    wait_until(lambda: hall.stats(room=room)["viewers"] == 0, "the page to be taken out")
