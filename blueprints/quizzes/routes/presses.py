"""The press log of a quiz: shown to its staff, and as a table to keep."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.contests.access import Right
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.seats import PressLine, press_log
from blueprints.quizzes.services import buzzing
from blueprints.quizzes.services.play.common import micros
from web.access import current_actor, require_account
from web.clock import now
from web.sheets import BOM, write_csv

COLUMNS = (
    "question",
    "heat",
    "team",
    "seat",
    "name",
    "verdict",
    "after_ms",
    "uncertainty_ms",
    "claimed_ms",
    "arrived_ms",
    "round_trip_ms",
    "exchanges",
    "by",
    "arrived_at",
    "notes",
)


@bp.get("/quizzes/<int:quiz_id>/presses", endpoint="presses_page")
@require_account
def presses_page(quiz_id: int) -> ResponseReturnValue:
    """All presses, the newest question first."""
    quiz = _settled(quiz_id)
    lines = press_log(quiz, request.args.get("question", type=int))
    return render_template(
        "quizzes/seats/presses.html",
        quiz=quiz,
        lines=lines,
        rules=buzzing.buzzer_rules(quiz.settings),
    )


@bp.get("/quizzes/<int:quiz_id>/presses.csv", endpoint="presses_file")
@require_account
def presses_file(quiz_id: int) -> Response:
    """The same as a file."""
    rows = [[*COLUMNS], *(_row(line) for line in press_log(_settled(quiz_id)))]
    return Response(
        (BOM + write_csv(rows)).encode(),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename=presses-{quiz_id}.csv"},
    )


def _settled(quiz_id: int) -> Quiz:
    quiz = quiz_for(current_actor(), quiz_id, Right.VIEW)
    at = now()
    buzzing.settle_quiz(quiz_id, now=at, now_us=micros(at))
    return quiz


def _row(line: PressLine) -> list[str]:
    values = (
        line.number,
        line.heat,
        line.team,
        line.seat,
        line.name,
        line.verdict,
        line.after_ms,
        line.uncertainty_ms,
        line.claimed_ms,
        line.arrived_ms,
        line.round_trip_ms,
        line.samples,
        line.by,
        line.arrived.isoformat(),
        " ".join(line.notes),
    )
    return ["" if one is None else str(one) for one in values]
