"""Pages of reveals and result packages, for the tests that look at every page."""

from collections.abc import Iterator

from tests.support.page import Page
from tests.support.scene import Scene

NO_PAGES_OF_REVEALS = {
    "contests.package_file",
    "contests.recompute_again",
    "contests.recompute_form",
    "contests.results_csv",
    "contests.results_xlsx",
    "contests.reveal_panel",
    "contests.reveal_photo",
    "contests.reveal_portrait",
    "contests.reveal_remote_panel",
}


def pages_of_reveals(scene: Scene) -> Iterator[Page]:
    """What anybody sees, then what the staff sees."""
    packages = f"/contests/{scene.prized.contest_id}/packages"
    remote = f"/contests/reveals/{scene.ceremony}"
    plan = f"/contests/rounds/{scene.revealed.round_id}/reveal"
    yield Page("contests.recompute", "/recompute", phone=True)
    yield Page("contests.packages_page", packages, phone=True)
    yield Page("contests.reveal_hall", f"/reveal/{scene.ceremony}/hall", phone=True)
    yield Page("contests.packages_page", packages, "staff")
    yield Page("contests.reveal_plan", plan, "staff")
    yield Page("contests.reveal_plan", f"/contests/rounds/{scene.running.round_id}/reveal", "staff")
    yield Page("contests.reveal_remote", remote, "staff", phone=True)
    yield Page("contests.reveal_remote", remote, "staff", opens=".confirm > summary", phone=True)
