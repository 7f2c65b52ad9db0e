"""Pages of what happens before a contest begins, for the tests that look at every page."""

from collections.abc import Iterator

from tests.support.page import Page
from tests.support.scene import Scene

NO_PAGES_OF_ENTERING = {
    "certificates.prints_passes",
    "contests.checkin_panel",
    "contests.own_registration_photo",
    "contests.programme_entry",
    "contests.programme_event",
    "contests.programme_judge",
    "contests.registration_photo",
    "contests.setup_entry_photo",
    "contests.setup_export_scheme",
    "contests.setup_workbook_sheet",
    "contests.setup_workbook_template",
}


def pages_of_entering(scene: Scene) -> Iterator[Page]:
    """What anybody sees, then what the staff sees."""
    made = scene.entering
    contest, round_ = f"/contests/{made.contest_id}", f"/contests/rounds/{made.round_id}"
    check = f"/contests/events/{made.event_id}/eligibility"
    yield Page("contests.register_page", f"/register/{made.window}", phone=True)
    yield Page(
        "contests.register_page", f"/register/{made.window}", opens="main [type=submit]", phone=True
    )
    own = f"/registration/{made.token}"
    yield Page("contests.own_registration_page", own, opens="summary", phone=True)
    yield Page("contests.programme_page", f"{contest}/programme", phone=True)
    yield Page("contests.programme_page", f"{contest}/programme", "staff")
    yield Page("contests.setup_workbook", f"{contest}/workbook", "staff")
    yield Page("contests.setup_schemes", f"{contest}/schemes", "staff")
    yield Page("contests.setup_new_scheme", f"{contest}/schemes/new?from=diving", "staff")
    yield Page("contests.setup_new_scheme", f"{contest}/schemes/new", "staff")
    yield Page("contests.setup_edit_scheme", f"{contest}/schemes/{made.scheme_id}", "staff")
    yield Page("contests.setup_eligibility", check, "staff")
    yield Page("contests.setup_eligibility_list", f"{check}/list", "staff")
    yield Page("contests.setup_eligibility_entry", f"{check}/entries/{made.entry_key}", "staff")
    yield Page("contests.setup_plan", f"{round_}/plan", "staff")
    yield Page("contests.setup_registration", f"{contest}/registration", "staff")
    yield Page(
        "contests.setup_registration",
        f"{contest}/registration",
        "staff",
        opens=".confirm > summary",
    )
    yield Page("contests.setup_units", f"{contest}/units", "staff")
    yield Page("contests.unit_registrations", "/registrations", "staff")
    yield Page("contests.checkin_page", f"{round_}/check-in", "staff")
    yield Page("contests.checkin_scan", f"{round_}/check-in/scan", "staff", phone=True)
    entrant = f"{contest}/check-in/{made.entry_key}"
    yield Page("contests.checkin_entry", entrant, "staff", phone=True)
