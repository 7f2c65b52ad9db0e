"""Pages by which judging is defended, for the tests that look at every page."""

from collections.abc import Iterator

from tests.support.page import Page
from tests.support.scene import Scene

NO_PAGES_OF_JUDGING = {
    "contests.announcer_panel",
    "contests.panel_export",
    "contests.signing_picture",
}


def pages_of_judging(scene: Scene) -> Iterator[Page]:
    """The judge's page, then what the staff sees."""
    watched = scene.watched
    here = f"/contests/rounds/{watched.judged.round_id}"
    signing = f"/judge/{watched.judge_id}/rounds/{watched.judged.round_id}/signing"
    alarm = f"{here}/alarms/{watched.entry_key}/{watched.alarm}"
    contest = f"/contests/{watched.judged.contest_id}"
    coded = f"/contests/{watched.coded.contest_id}/codes"
    yield Page("contests.signing_page", signing, "judge", phone=True)
    yield Page("contests.desk_page", f"{here}/desk?entry={watched.entry_key}", "staff")
    yield Page("contests.signing_desk", f"{here}/signing", "staff")
    yield Page("contests.signing_desk", f"{here}/signing", "staff", opens=".confirm > summary")
    yield Page("contests.alarms_page", f"{here}/alarms", "staff")
    yield Page("contests.alarms_one", alarm, "staff")
    yield Page("contests.recusals_page", f"{here}/recusals", "staff")
    yield Page("contests.recusals_mentorships", f"{contest}/mentorships", "staff")
    yield Page("contests.panel_page", f"{here}/panel?method=median", "staff")
    yield Page("contests.announcer_page", f"{here}/announcer", "staff", phone=True)
    yield Page("contests.announcer_notes", f"{here}/announcer/notes", "staff")
    for hall in (watched.drawn, watched.undrawn):
        address = f"/contests/rounds/{hall.round_id}/spot-check"
        yield Page("contests.spot_check_page", address, "staff")
    yield Page("contests.codes_page", coded, "staff")
    yield Page("contests.codes_slips", f"{coded}/slips", "staff", status=404)
    yield Page("contests.codes_list", "/contests/codes", "staff", status=404)
