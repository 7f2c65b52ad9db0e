"""axe-core in a page of a browser: which rules of access are broken, and where."""

import subprocess
from functools import cache
from typing import Any

from selenium.webdriver import Chrome

from tests.support.processes import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast", "color-contrast-enhanced"]
RUN = """
const [only, done] = arguments;
const strong = document.documentElement.dataset.contrast === "strong";
const rules = {"color-contrast-enhanced": {enabled: strong}, "target-size": {enabled: true}};
const options = only ? {runOnly: {type: "rule", values: strong ? only : only.slice(0, 1)}}
  : {runOnly: {type: "tag", values: TAGS}, rules};
axe.run(document, {...options, resultTypes: ["violations"]}).then(found => done(
  found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(" ")}: ${node.any.concat(node.all, node.none)[0]?.message}`))
)).catch(error => done([`axe failed: ${error}`]));
""".replace("TAGS", str(TAGS))


@cache
def _source() -> str:
    """axe-core as `script/axe` keeps it, fetched when it is not there yet."""
    fetched = subprocess.run(
        [ROOT / "script" / "axe"], check=True, stdout=subprocess.PIPE, text=True
    )
    with open(fetched.stdout.strip(), encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


def bring_axe(browser: Chrome) -> None:
    """Have axe in every page that this browser opens from now on."""
    script = {"source": _source()}
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)


def violations(browser: Chrome, *, contrast_only: bool = False) -> list[str]:
    """`rule: element: why` for each fault; AAA contrast where the page promises it."""
    found: Any = browser.execute_async_script(RUN, CONTRAST if contrast_only else None)
    return [str(one) for one in found]
