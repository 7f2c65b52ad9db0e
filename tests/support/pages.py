"""Every page type there is, and by whom and how it is seen. A new page has to be added here."""

from collections.abc import Iterator

from flask import Flask

from tests.support.page import Page
from tests.support.pages_of_classes import (
    NO_PAGES_OF_CLASSES,
    pages_of_classes,
    pages_of_studios,
    pages_of_viewers,
)
from tests.support.pages_of_defence import NO_PAGES_OF_DEFENCE, pages_of_defence
from tests.support.pages_of_entering import NO_PAGES_OF_ENTERING, pages_of_entering
from tests.support.pages_of_judging import NO_PAGES_OF_JUDGING, pages_of_judging
from tests.support.pages_of_papers import NO_PAGES_OF_PAPERS, pages_for_all, pages_of_papers
from tests.support.pages_of_quizzes import (
    NO_PAGES_OF_QUIZZES,
    pages_of_contestants,
    pages_of_quizzes,
)
from tests.support.pages_of_reveals import NO_PAGES_OF_REVEALS, pages_of_reveals
from tests.support.pages_of_together import NO_PAGES_OF_TOGETHER, pages_of_together
from tests.support.scene import Scene

# What answers GET, but not with a page of its own: files, data, and fragments of listed pages.
NOT_PAGES = (
    NO_PAGES_OF_PAPERS
    | NO_PAGES_OF_CLASSES
    | NO_PAGES_OF_DEFENCE
    | NO_PAGES_OF_REVEALS
    | NO_PAGES_OF_ENTERING
    | NO_PAGES_OF_JUDGING
    | NO_PAGES_OF_TOGETHER
    | NO_PAGES_OF_QUIZZES
    | {
        "static",
        "home.favicon",
        "home.health",
        "home.robots",
        "live.catch_up",
        "people.audit_csv",
        "people.import_template",
        "contests.board_panel",
        "contests.files_export",
        "contests.files_playing",
        "contests.setup_entries_template",
        "contests.desk_actions",
        "contests.desk_entry_facts",
        "contests.desk_panel",
        "contests.judging_state",
        "contests.ledger_export",
        "contests.results_json",
        "contests.seats_connections",
    }
)


def unlisted(app: Flask, scene: Scene) -> set[str]:
    """Endpoints that answer GET and are neither in the list nor said to be no page."""
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return asked - NOT_PAGES - {page.endpoint for page in pages(scene)}


def pages(scene: Scene, *parts: str) -> list[Page]:
    """Those of the parts, in the order in which one browser can see them: visitor, judge, staff."""
    return [page for part in parts or PARTS for page in PARTS[part](scene)]


def _of_contests(scene: Scene) -> list[Page]:
    return [
        *_public(scene),
        *_judge(scene),
        *_people(scene),
        *_set_up(scene),
        *_desk(scene),
    ]


def _of_papers(scene: Scene) -> list[Page]:
    return [*pages_for_all(scene), *pages_of_papers(scene)]


PARTS = {  # tests take one at a time
    "contests": _of_contests,
    "reveals": lambda scene: [*pages_of_reveals(scene)],
    "judging": lambda scene: [*pages_of_judging(scene)],
    "defence": lambda scene: [*pages_of_defence(scene)],
    "entering": lambda scene: [*pages_of_entering(scene)],
    "together": lambda scene: [*pages_of_together(scene)],
    "papers": _of_papers,
    "viewers": lambda scene: [*pages_of_viewers(scene)],
    "classes": lambda scene: [*pages_of_classes(scene)],
    "contestants": lambda scene: [*pages_of_contestants(scene)],
    "quizzes": lambda scene: [*pages_of_quizzes(scene)],
    "studios": lambda scene: [*pages_of_studios(scene)],
}


def _public(scene: Scene) -> Iterator[Page]:
    running, published = scene.running.round_id, scene.published.round_id
    yield Page("home.start", "/", phone=True)
    yield Page("home.sign_in", "/sign-in", phone=True)
    yield Page("home.sign_in", "/sign-in", opens="main form [type=submit]", phone=True)
    yield Page("home.sign_in_link", f"/sign-in/{scene.sign_in_link}", phone=True)
    yield Page("home.sign_in_link", f"/sign-in/{scene.used_link}", status=404, phone=True)
    yield Page("contests.joining_form", "/join", phone=True)
    yield Page("contests.joining_invitation", f"/join/{scene.join_code}", phone=True)
    yield Page("contests.board_page", f"/board/{running}", phone=True)
    yield Page("contests.board_page", f"/board/{published}", phone=True)
    yield Page("contests.board_hall", f"/board/{running}/hall")
    yield Page("contests.board_hall", f"/board/{published}/hall")
    yield Page("contests.board_overlay", f"/board/{running}/overlay")
    yield Page("contests.results_overview", f"/contests/{scene.running.contest_id}/results")
    yield Page("contests.results_page", f"/results/{published}", phone=True)
    yield Page("contests.results_page", f"/results/{published}", opens=".cell-marks > summary")
    yield Page("contests.results_page", f"/results/{running}", status=404)
    yield Page("", "/nothing-here", status=404, phone=True)


def _judge(scene: Scene) -> Iterator[Page]:
    seat = f"/judge/{scene.judge_id}"
    console = f"{seat}/rounds/{scene.running.round_id}/"
    yield Page("contests.judging_start", f"{seat}/?all=1", "judge", phone=True)
    yield Page(
        "contests.judging_start", f"/judge/{scene.replaced_id}/", "judge", status=409, phone=True
    )
    yield Page("contests.judging_console", f"{console}?entry={scene.on_stage}", "judge", phone=True)
    for opens in ('[data-dialog-open="menu"]', "#list-open", "#next"):
        yield Page("contests.judging_console", console, "judge", opens=opens, phone=True)
    yield Page("contests.judging_sheet", f"{console}sheets/{scene.on_stage}", "judge", phone=True)


def _people(scene: Scene) -> Iterator[Page]:
    organisation = f"/people/organisations/{scene.world.west}"
    account = f"/people/accounts/{scene.world.west_admin}"
    yield Page("home.start", "/", "staff")
    yield Page("home.start", "/", "staff", opens=".nav-drawer > summary")
    yield Page("home.account", "/account", "staff")
    yield Page("home.password", "/account/password", "staff")
    yield Page("people.tree", "/people/organisations", "staff")
    yield Page("people.tree", "/people/organisations", "staff", opens="[data-shortcuts-open]")
    yield Page("people.tree", "/people/organisations?q=nobody", "staff")
    yield Page("people.organisation", organisation, "staff")
    yield Page("people.organisation", organisation, "staff", opens=".confirm > summary")
    yield Page("people.new_organisation", f"{organisation[:21]}/new", "staff")
    yield Page(
        "people.new_organisation", f"{organisation[:21]}/new", "staff", opens="main .btn-primary"
    )
    yield Page("people.import_organisations", f"{organisation[:21]}/import", "staff")
    yield Page("people.accounts", "/people/accounts", "staff")
    yield Page("people.account", account, "staff")
    yield Page("people.new_account", "/people/accounts/new", "staff")
    yield Page("people.audit", "/people/audit", "staff")
    yield Page("people.audit", "/people/audit", "staff", opens=".audit-detail > summary")


def _set_up(scene: Scene) -> Iterator[Page]:
    contest, draft = f"/contests/{scene.running.contest_id}", scene.draft
    rounds = "/contests/rounds"
    entry = f"{rounds}/{scene.running.round_id}/entries/{scene.on_stage}"
    yield Page("contests.setup_list", "/contests/", "staff")
    yield Page("contests.setup_list", "/contests/?q=nothing", "staff")
    yield Page("contests.setup_new", "/contests/new", "staff")
    yield Page("contests.setup_new", "/contests/new", "staff", opens="main .btn-primary")
    yield Page("contests.files_import", "/contests/import", "staff")
    yield Page("contests.setup_contest", contest, "staff")
    yield Page("contests.setup_contest", f"/contests/{draft.contest_id}", "staff")
    yield Page("contests.setup_settings", f"{contest}/settings", "staff")
    yield Page("contests.setup_new_round", f"/contests/events/{scene.event_id}/rounds/new", "staff")
    for hall in (scene.running, draft):
        yield Page("contests.setup_round", f"{rounds}/{hall.round_id}", "staff")
        yield Page("contests.setup_entries", f"{rounds}/{hall.round_id}/entries", "staff")
        yield Page("contests.setup_scheme", f"{rounds}/{hall.round_id}/scheme", "staff")
    yield Page("contests.setup_entry", entry, "staff")
    yield Page("contests.setup_entries_file", f"{rounds}/{draft.round_id}/entries/file", "staff")


def _desk(scene: Scene) -> Iterator[Page]:
    desk = f"/contests/rounds/{scene.running.round_id}/desk"
    entry = f"{desk}/entries/{scene.on_stage}"
    seats = f"/contests/{scene.running.contest_id}/seats"
    withdrawal = f"{entry}/deductions/{scene.deduction}/withdrawal"
    yield Page("contests.desk_page", desk, "staff")
    yield Page("contests.desk_page", desk, "staff", opens='[hx-get$="/steps/close"]')
    for hall in (scene.published, scene.draft):
        yield Page("contests.desk_page", f"/contests/rounds/{hall.round_id}/desk", "staff")
    yield Page("contests.desk_entry", entry, "staff")
    yield Page("contests.desk_step", f"{desk}/steps/close", "staff")
    yield Page("contests.desk_withdrawal", withdrawal, "staff")
    yield Page("contests.ledger_page", f"/contests/rounds/{scene.running.round_id}/ledger", "staff")
    yield Page("contests.ledger_page", f"/contests/rounds/{scene.draft.round_id}/ledger", "staff")
    yield Page("contests.seats_page", seats, "staff")
    yield Page("contests.seats_page", seats, "staff", opens=".seat-actions form button")
    yield Page("contests.results_page", f"/results/{scene.running.round_id}", "staff")
