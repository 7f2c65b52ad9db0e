"""The pages of the cloud classroom, in every state that a person can meet."""

from collections.abc import Iterator

from tests.support.page import Page
from tests.support.scene import Scene

# Files, pictures, JSON, and fragments of listed pages.
NO_PAGES_OF_CLASSES = {
    "classroom.live_address",
    "classroom.replay_address",
    "classroom.book_cover",
    "classroom.check_xlsx",
    "classroom.content_log_file",
    "classroom.guest_photo",
    "classroom.material",
    "classroom.mine",
    "classroom.people_in_session",
    "classroom.reading_page",
    "classroom.reading_picture",
    "classroom.replay_track",
    "classroom.report_pdf",
    "classroom.report_xlsx",
    "classroom.room_panel",
    "classroom.season_calendar",
    "classroom.season_cover",
    "classroom.season_report_pdf",
    "classroom.season_report_xlsx",
    "classroom.session_book_cover",
    "classroom.session_calendar",
    "classroom.session_cover",
    "classroom.setup_accounts",
    "classroom.setup_poster",
    "classroom.setup_registrations_file",
    "classroom.studio_panel",
    "classroom.video_health",
}
HOME = "/classroom"


def pages_of_viewers(scene: Scene) -> Iterator[Page]:
    """What somebody sees who came in as a guest."""
    classes = scene.classes
    live, over = f"/class/{classes.live_key}", f"/class/{classes.over_key}"
    yield Page("classroom.classes", "/classes", phone=True)
    yield Page("classroom.season_page", f"/seasons/{classes.season_key}", phone=True)
    for door in (live, over, f"/class/{classes.ahead_key}"):
        yield Page("classroom.session_page", door, phone=True)
    yield Page("classroom.session_page", "/class/no-such-class", status=404, phone=True)
    yield Page("classroom.room", f"{live}/room", phone=True)
    for opens in ("questions", "reading", "guests"):
        yield Page("classroom.room", f"{live}/room", opens=f"#tab-{opens}", phone=True)
    yield Page("classroom.room", f"{live}/room", opens='[data-dialog-open="room-menu"]', phone=True)
    for door in (live, over):
        yield Page("classroom.minutes", f"{door}/minutes", phone=True)
    yield Page("classroom.draw", f"{live}/picks/{classes.pick}", phone=True)
    yield Page("classroom.replay_page", f"{over}/replay", phone=True)


def pages_of_classes(scene: Scene) -> Iterator[Page]:
    """What those see who set sessions up."""
    yield Page("classroom.my_classes", "/classes/mine", "staff", phone=True)
    yield from _set_up(scene)
    yield from _seasons(scene)


def pages_of_studios(scene: Scene) -> Iterator[Page]:
    """What those see who run a session."""
    yield from _studio(scene)
    yield from _reports(scene)


def _set_up(scene: Scene) -> Iterator[Page]:
    classes, sessions = scene.classes, f"{HOME}/sessions"
    yield Page("classroom.setup_list", f"{HOME}/", "staff")
    yield Page("classroom.setup_list", f"{HOME}/?show=over", "staff")
    yield Page("classroom.setup_list", f"{HOME}/?q=nothing", "staff")
    yield Page("classroom.setup_new_session", f"{sessions}/new", "staff")
    yield Page("classroom.setup_new_session", f"{sessions}/new", "staff", opens="main .btn-primary")
    for session in (classes.live, classes.over, classes.ahead, classes.draft):
        yield Page("classroom.setup_session", f"{sessions}/{session}", "staff")
    live, ahead = f"{sessions}/{classes.live}", f"{sessions}/{classes.ahead}"
    yield Page("classroom.setup_session", live, "staff", opens=".confirm > summary")
    yield Page("classroom.setup_session_settings", f"{ahead}/settings", "staff")
    yield Page("classroom.setup_series", f"{ahead}/series?rhythm=weekly&count=5", "staff")
    yield Page("classroom.setup_registrations", f"{ahead}/registrations", "staff")
    yield Page("classroom.excerpts_page", f"{live}/excerpts", "staff")
    yield Page("classroom.excerpts_page", f"{ahead}/excerpts", "staff")
    yield Page("classroom.excerpts_leaf", f"{live}/excerpts/{classes.excerpt}/1", "staff")
    yield Page("classroom.words", f"{live}/words", "staff")


def _seasons(scene: Scene) -> Iterator[Page]:
    seasons = f"{HOME}/seasons"
    season = f"{seasons}/{scene.classes.season}"
    yield Page("classroom.setup_seasons", seasons, "staff")
    yield Page("classroom.setup_new_season", f"{seasons}/new", "staff")
    yield Page("classroom.setup_season", season, "staff")
    yield Page("classroom.setup_season", season, "staff", opens=".confirm > summary")
    yield Page("classroom.setup_season_settings", f"{season}/settings", "staff")


def _studio(scene: Scene) -> Iterator[Page]:
    classes, sessions = scene.classes, f"{HOME}/sessions"
    live = f"{sessions}/{classes.live}"
    for session in (classes.live, classes.over, classes.ahead, classes.rehearsal):
        yield Page("classroom.studio", f"{sessions}/{session}/studio", "staff")
    yield Page("classroom.studio", f"{live}/studio", "staff", opens=".confirm > summary")
    # Who runs a session is a viewer, too; this one has not checked in.
    room = f"/class/{classes.live_key}/room"
    yield Page("classroom.room", room, "staff", opens="#tab-questions", phone=True)
    yield Page("classroom.new_poll", f"{live}/polls/new", "staff")
    yield Page("classroom.edit_poll", f"{live}/polls/{classes.draft_poll}/edit", "staff")
    yield Page("classroom.check_list", f"{live}/checks/{classes.check}", "staff")
    yield Page("classroom.studio_draw", f"{live}/picks/{classes.pick}", "staff")


def _reports(scene: Scene) -> Iterator[Page]:
    classes = scene.classes
    for session in (classes.over, classes.live):
        yield Page("classroom.report", f"{HOME}/sessions/{session}/report", "staff")
    yield Page("classroom.season_report", f"{HOME}/seasons/{classes.season}/report", "staff")
