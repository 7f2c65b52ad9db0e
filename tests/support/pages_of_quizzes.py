"""The pages of banks, quizzes, exams and practice, in the states that a person can meet."""

from collections.abc import Iterator

from tests.support.page import Page
from tests.support.scene import Scene

# Files, pictures, JSON, and fragments of listed pages.
NO_PAGES_OF_QUIZZES = {
    "quizzes.bank_media",
    "quizzes.bank_template",
    "quizzes.card_panel",
    "quizzes.desk_media",
    "quizzes.desk_panel",
    "quizzes.paper_media",
    "quizzes.paper_state",
    "quizzes.practice_media",
    "quizzes.presses_file",
    "quizzes.quiz_media",
    "quizzes.seat_media",
    "quizzes.quiz_mine",
    "quizzes.quiz_panel",
    "quizzes.seat_panel",
    "quizzes.seats_connections",
}
FORMS = ("foul", "waive", "points", "throw-out", "objection", "word")


def pages_of_contestants(scene: Scene) -> Iterator[Page]:
    """What phones in the hall show, and a paper of a theory exam."""
    quizzes = scene.quizzes
    key = quizzes.on_air.quiz.key
    yield Page("quizzes.seat_invitation", f"/quiz/join/{quizzes.code}", phone=True)
    yield Page("quizzes.seat_invitation", "/quiz/join/no-such-code", status=404, phone=True)
    yield Page("quizzes.seat_phone", f"/quiz/seat/{quizzes.phone}/", "judge", phone=True)
    yield Page("quizzes.seat_phone", "/quiz/seat/999999/", status=403, phone=True)
    yield Page("quizzes.quiz_page", f"/quiz/{key}", phone=True)
    yield Page("quizzes.quiz_page", "/quiz/no-such-quiz", status=404, phone=True)
    yield Page("quizzes.quiz_hall", f"/quiz/{key}/hall")
    yield Page("quizzes.paper_code", "/exam", phone=True)
    code = quizzes.writing.codes[1]
    yield Page("quizzes.paper_invitation", f"/exam/join/{code}", phone=True)
    paper = f"/exam/{quizzes.writing.paper_ids[0]}"
    yield Page("quizzes.paper_page", paper, "judge", phone=True)


def pages_of_quizzes(scene: Scene) -> Iterator[Page]:
    """What staff and workers see."""
    yield from _set_up(scene)
    yield from _desk(scene)
    yield from _bank(scene)
    yield from _exams(scene)


def _set_up(scene: Scene) -> Iterator[Page]:
    quizzes = scene.quizzes
    prepared, on_air = f"/quizzes/{quizzes.prepared}", f"/quizzes/{quizzes.on_air.quiz_id}"
    yield Page("quizzes.setup_list", "/quizzes", "staff")
    yield Page("quizzes.setup_of_round", f"/contests/rounds/{quizzes.free_round}/quiz", "staff")
    yield Page("quizzes.setup_quiz", f"{prepared}/setup", "staff")
    yield Page("quizzes.setup_quiz", f"{prepared}/setup", "staff", opens=".confirm > summary")
    yield Page("quizzes.setup_quiz", f"{on_air}/setup", "staff")
    for kind in ("required", "together", "buzzer", "risk", "relay", "tie_break", "audience"):
        address = f"{prepared}/segments/new?kind={kind}"
        yield Page("quizzes.setup_new_segment", address, "staff")
    segment = f"/quizzes/segments/{quizzes.on_air.segment_ids[1]}"
    yield Page("quizzes.setup_segment", segment, "staff")
    yield Page("quizzes.draw_page", f"{segment}/questions", "staff")


def _desk(scene: Scene) -> Iterator[Page]:
    quiz, turn = f"/quizzes/{scene.quizzes.on_air.quiz_id}", scene.quizzes.turn_id
    yield Page("quizzes.desk_page", f"{quiz}/desk", "staff")
    yield Page("quizzes.desk_history", f"{quiz}/desk/history", "staff")
    for name in FORMS:
        yield Page("quizzes.desk_form", f"{quiz}/desk/forms/{name}?turn={turn}", "staff")
    yield Page("quizzes.card_page", f"{quiz}/card", "staff", phone=True)
    yield Page("quizzes.seats_page", f"{quiz}/seats", "staff")
    yield Page("quizzes.presses_page", f"{quiz}/presses", "staff")


def _bank(scene: Scene) -> Iterator[Page]:
    bank = f"/banks/{scene.quizzes.on_air.hall.organisation_id}"
    west = f"/banks/{scene.world.west}"
    yield Page("quizzes.banks", "/banks", "staff")
    yield Page("quizzes.bank", bank, "staff")
    yield Page("quizzes.bank", f"{bank}?q=nothing-of-that-kind", "staff")
    yield Page("quizzes.bank_new_question", f"{bank}/questions/new", "staff")
    yield Page("quizzes.bank_question", f"{west}/questions/{scene.quizzes.known}", "staff")
    yield Page("quizzes.bank_import", f"{bank}/import", "staff")
    yield Page("quizzes.bank_attach_media", f"{bank}/media", "staff")


def _exams(scene: Scene) -> Iterator[Page]:
    quizzes = scene.quizzes
    writing, closed = quizzes.writing, f"/exams/{quizzes.closed.exam_id}"
    exam = f"/exams/{writing.exam_id}"
    yield Page("quizzes.exam_of", f"/contests/rounds/{quizzes.free_round}/exam", "staff")
    yield Page("quizzes.exam_hub", exam, "staff")
    yield Page("quizzes.exam_hub", closed, "staff")
    yield Page("quizzes.exam_papers", f"{exam}/papers", "staff")
    yield Page("quizzes.exam_settings", f"{exam}/settings", "staff")
    yield Page("quizzes.exam_questions", f"{closed}/questions", "staff")
    yield Page("quizzes.exam_marking", f"{closed}/marking", "staff")
    yield Page("quizzes.practice_home", "/practice", "staff", phone=True)
    yield Page("quizzes.practice_next", "/practice/next", "staff", phone=True)
    answered = f"/practice/answers/{quizzes.answered}"
    yield Page("quizzes.practice_outcome", answered, "staff", phone=True)
