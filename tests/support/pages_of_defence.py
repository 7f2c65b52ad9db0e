"""Pages by which results are defended, for the tests that look at every page."""

from collections.abc import Iterator

from tests.support.guarded import OBJECTION
from tests.support.page import Page
from tests.support.scene import Scene

NO_PAGES_OF_DEFENCE = {"contests.desk_life", "contests.life_download"}


def pages_of_defence(scene: Scene) -> Iterator[Page]:
    """What anybody sees, then what the staff sees."""
    guarded = scene.guarded
    desk, noticed = (f"/contests/rounds/{one}" for one in (guarded.round_id, guarded.noticed_id))
    ask = f"{desk}/amendments?entry={guarded.entry_key}"
    yield Page("contests.appealing_page", f"/appeal/{guarded.token}", opens="summary", phone=True)
    yield Page("contests.notice_public", f"/notice/{guarded.noticed_id}", phone=True)
    yield Page(
        "contests.notice_public",
        f"/notice/{guarded.noticed_id}",
        opens=".objection-form > summary",
        phone=True,
    )
    yield Page("contests.notice_own", f"/objection/{OBJECTION}", phone=True)
    yield Page("contests.results_trail", f"/results/{guarded.round_id}/trail", phone=True)
    yield Page("contests.results_page", f"/results/{guarded.round_id}", phone=True)
    yield Page("contests.desk_page", f"{desk}/desk", "staff")
    yield Page("contests.amendments_page", ask, "staff")
    yield Page(
        "contests.amendments_page", f"{desk}/amendments", "staff", opens=".confirm > summary"
    )
    yield Page("contests.appeals_page", f"{desk}/appeals", "staff")
    yield Page("contests.notice_page", f"{noticed}/notice", "staff")
    yield Page("contests.life_page", f"/contests/{guarded.contest_id}/life", "staff")
