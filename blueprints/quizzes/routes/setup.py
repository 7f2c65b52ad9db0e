"""Setting a quiz up: the round that becomes one, its settings, its teams."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, lazy_pgettext

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.routes.setup_answers import ID, carry_out, round_page
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.forms.setup import KINDS, SHORT_KINDS, NewQuizForm, QuizForm
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.listing import quizzes_of
from blueprints.quizzes.queries.setup import earlier_rounds, quiz_of_round, quiz_setup
from blueprints.quizzes.rules.buzzers import BuzzerRules
from blueprints.quizzes.services import buzzing, setup
from blueprints.quizzes.ways import Shown, ways
from store import UserError
from web import navigation
from web.access import current_actor, require_account
from web.choices import choices
from web.clock import now
from web.refusals import add_fault

QUIZ = f"/quizzes/<{ID}:quiz_id>"
MOST_SEAT_NAMES = 12


@bp.app_template_global("quiz_ways")
def quiz_ways(quiz_id: int) -> list[Shown]:
    """The ways between the pages of a quiz, for templates."""
    actor = current_actor()
    return ways(actor, quiz_for(actor, quiz_id, Right.VIEW))


navigation.add(
    lazy_gettext("Contests"),
    "quizzes.setup_list",
    lazy_pgettext("contest", "Quizzes"),
    "bolt",
    *Right.VIEW.value,
    order=22,
)


@bp.app_template_global("quiz_id_of")
def quiz_id_of(round_id: int) -> int | None:
    """The quiz that a round is, for the contests' pages."""
    quiz = quiz_of_round(round_id)
    return quiz.id if quiz else None


@bp.app_template_global("quiz_draw_page")
def quiz_draw_page(segment_id: int) -> str:
    """Where a segment's questions are drawn."""
    return url_for("quizzes.draw_page", segment_id=segment_id)


@bp.get("/quizzes")
@require_account
def setup_list() -> str:
    """The quizzes of the contests that one sees."""
    return render_template("quizzes/setup/list.html", quizzes=quizzes_of(current_actor()))


@bp.route(f"/contests/rounds/<{ID}:round_id>/quiz", methods=["GET", "POST"])
@require_account
def setup_of_round(round_id: int) -> ResponseReturnValue:
    """A round's quiz; where it is none yet, the page that makes it one."""
    found = quiz_of_round(round_id)
    if found is not None:
        return redirect(quiz_page(quiz_for(current_actor(), found.id, Right.VIEW).id), 303)
    round_ = round_for(current_actor(), round_id, Right.SET_UP)
    form = NewQuizForm(data={"base": 100, "seats": 3, "show": "usual"})
    shows = [(name, show.title) for name, show in setup.READY_MADE.items()]
    form.show.choices = choices([*shows, ("", _("Nothing: I add the segments myself"))])
    if form.validate_on_submit():
        try:
            return redirect(quiz_page(_create(round_id, form)), 303)
        except UserError as error:
            add_fault(form, error, {})
    page = render_template(
        "quizzes/setup/new.html", form=form, round=round_, shows=setup.READY_MADE
    )
    return page, 422 if form.errors else 200


@bp.get(f"{QUIZ}/setup")
@require_account
def setup_quiz(quiz_id: int) -> str:
    """The quiz: is it ready, its segments, teams, settings."""
    quiz = quiz_for(current_actor(), quiz_id, Right.VIEW)
    rules = buzzing.buzzer_rules(quiz.settings)
    chosen = {**asdict(rules), "asymmetry": round(rules.asymmetry * 100)}
    data = {"base": quiz.base, "seats": quiz.seats, **chosen}
    return _page(quiz, QuizForm(formdata=None, data=data))


@bp.post(f"{QUIZ}/setup")
@require_account
def setup_change_quiz(quiz_id: int) -> ResponseReturnValue:
    """Base points, seats, the buzzers, what is carried from earlier rounds."""
    quiz, form = quiz_for(current_actor(), quiz_id, Right.SET_UP), QuizForm()
    if not form.validate_on_submit():
        return _page(quiz, form), 422
    values = {"base": form.base.data or 0, "seats": form.seats.data or 0}
    buzzers = BuzzerRules(
        trust_ms=form.trust_ms.data or 0,
        gather_ms=form.gather_ms.data or 0,
        asymmetry=(form.asymmetry.data or 0) / 100,
    )
    return carry_out(
        lambda: setup.change_quiz(
            current_actor(), quiz_id, now(), **values, carried=_carried(quiz), buzzers=buzzers
        ),
        _("Saved."),
        quiz_page(quiz_id),
    )


@bp.post(f"{QUIZ}/scheme")
@require_account
def setup_renew_scheme(quiz_id: int) -> ResponseReturnValue:
    """Score the round by the segments again."""
    quiz_for(current_actor(), quiz_id, Right.SET_UP)
    return carry_out(
        lambda: setup.score_by_segments(current_actor(), quiz_id, now()),
        _("The round is scored by the quiz’s segments again."),
        quiz_page(quiz_id),
    )


@bp.post(f"{QUIZ}/show")
@require_account
def setup_ready_made(quiz_id: int) -> ResponseReturnValue:
    """A ready-made show for a quiz without segments."""
    quiz_for(current_actor(), quiz_id, Right.SET_UP)
    name = request.form.get("show", "")[:20]
    return carry_out(
        lambda: setup.add_ready_made(current_actor(), quiz_id, name, now()),
        _("The segments are added. Change them as you like."),
        quiz_page(quiz_id, "segments"),
    )


@bp.post(f"{QUIZ}/teams")
@require_account
def setup_seat_teams(quiz_id: int) -> ResponseReturnValue:
    """Seats for every entrant of the round."""
    quiz_for(current_actor(), quiz_id, Right.SET_UP)
    return carry_out(
        lambda: setup.seat_teams(current_actor(), quiz_id, now()),
        _("Every team has its seats. Substitutes stay."),
        quiz_page(quiz_id, "teams"),
    )


@bp.post(f"{QUIZ}/teams/<{ID}:entry_id>")
@require_account
def setup_rename_seats(quiz_id: int, entry_id: int) -> ResponseReturnValue:
    """Who sits at a team's seats."""
    quiz_for(current_actor(), quiz_id, Right.RUN)
    given = request.form.getlist("name")[:MOST_SEAT_NAMES]
    names = dict(enumerate(given, 1))
    return carry_out(
        lambda: setup.rename_seats(current_actor(), quiz_id, entry_id, names, now()),
        _("Saved."),
        quiz_page(quiz_id, f"team-{entry_id}"),
    )


@bp.post(f"{QUIZ}/removal")
@require_account
def setup_remove_quiz(quiz_id: int) -> ResponseReturnValue:
    """The round is no quiz any more."""
    round_id = quiz_for(current_actor(), quiz_id, Right.SET_UP).round_id
    return carry_out(
        lambda: setup.remove_quiz(current_actor(), quiz_id, now()),
        _("The round is no quiz any more. Choose a marking scheme for it."),
        round_page(round_id),
    )


def quiz_page(quiz_id: int, anchor: str | None = None) -> str:
    """The address of a quiz's set-up."""
    return url_for("quizzes.setup_quiz", quiz_id=quiz_id, _anchor=anchor)


def _page(quiz: Quiz, form: QuizForm) -> str:
    return render_template(
        "quizzes/setup/quiz.html",
        quiz=quiz_setup(quiz),
        form=form,
        kinds=KINDS,
        short_kinds=SHORT_KINDS,
        shows=[(name, show.title) for name, show in setup.READY_MADE.items()],
        earlier=[(one.id, one.title) for one in earlier_rounds(quiz)],
        factors={one["title"]: one["factor"] for one in quiz.settings.get("carried", ())},
        sets_up=may(current_actor(), quiz.round.contest, Right.SET_UP),
        runs=may(current_actor(), quiz.round.contest, Right.RUN),
    )


def _create(round_id: int, form: NewQuizForm) -> int:
    actor, moment = current_actor(), now()
    base, seats = form.base.data or 0, form.seats.data or 0
    quiz_id = setup.create_quiz(actor, round_id, moment, base=base, seats=seats)
    if form.show.data:
        setup.add_ready_made(actor, quiz_id, form.show.data, moment)
    setup.seat_teams(actor, quiz_id, moment)
    flash(_("The round is a quiz now. Below is what is still missing."), "success")
    return quiz_id


def _carried(quiz: Quiz) -> tuple[setup.Carried, ...]:
    """Earlier rounds with a share entered; an empty share doesn't count."""
    given = [(one.id, request.form.get(f"carried-{one.id}", "")) for one in earlier_rounds(quiz)]
    return tuple(setup.Carried(id_, text.strip()[:12]) for id_, text in given if text.strip())
