"""Alarms of the desk: all of a round with its limits, and one with what can be done about it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, entry_by_key, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round
from blueprints.contests.queries.alarms import AlarmsView, alarms_view
from blueprints.contests.queries.desk.alarms import Alarm
from blueprints.contests.routes.desk_answers import act, desk_address, rights_in, seen_round
from blueprints.contests.services import alarms
from blueprints.contests.services.alarms import Place
from store import NotFound, UserError
from web.access import current_actor, require_account, wants_fragment
from web.clock import now
from web.refusals import told

ROUND = "/contests/rounds/<int:round_id>/alarms"
ONE = f"{ROUND}/<entry_key>/<fingerprint>"
DIGITS = 9  # of a number in the database


@bp.get(ROUND)
@require_account
def alarms_page(round_id: int) -> ResponseReturnValue:
    """Every alarm of the round, open and settled, and the limits."""
    return _page(seen_round(round_id))


@bp.post(ROUND)
@require_account
def alarms_set_limits(round_id: int) -> ResponseReturnValue:
    """Set the limits: fields `spread-<item>` and `deviation-<item>`."""
    round_, given = round_for(current_actor(), round_id), _given()
    try:
        alarms.set_limits(current_actor(), round_id, given, now())
    except UserError as error:
        return _page(round_, given, told(error)), error.status
    return _page(round_, saved=True)


@bp.get(ONE)
@require_account
def alarms_one(round_id: int, entry_key: str, fingerprint: str) -> ResponseReturnValue:
    """The marks, and the two ways: mark again, or it stands. A dialog, or a page without script."""
    round_ = round_for(current_actor(), round_id, Right.RUN)
    entry_by_key(round_.contest_id, entry_key)
    label, alarm = _found(alarms_view(round_), entry_key, fingerprint)
    return render_template(
        f"contests/alarms/{'_one' if wants_fragment() else 'one'}.html",
        round=round_,
        entry_key=entry_key,
        label=label,
        alarm=alarm,
        back=desk_address(round_id, entry_key),
    )


@bp.post(f"{ROUND}/<entry_key>/remark")
@require_account
def alarms_remark(round_id: int, entry_key: str) -> ResponseReturnValue:
    """Ask judges to mark an item again."""
    form, place = request.form, _place(entry_key)
    judges = form.getlist("judge", type=_judge)
    return act(
        round_id,
        lambda: alarms.ask_to_remark(
            current_actor(),
            round_id,
            place,
            judges,
            form.get("reason", ""),
            now(),
            key=form.get("key"),
        ),
        _("Asked. The judges' phones show the request; both marks are kept."),
        entry_key=entry_key,
    )


@bp.post(f"{ROUND}/<entry_key>/settled")
@require_account
def alarms_settle(round_id: int, entry_key: str) -> ResponseReturnValue:
    """It was looked at, and stands."""
    form, place = request.form, _place(entry_key)
    return act(
        round_id,
        lambda: alarms.settle(
            current_actor(),
            round_id,
            place,
            form.get("fingerprint", ""),
            form.get("reason", ""),
            now(),
            key=form.get("key"),
        ),
        _("Recorded: it was looked at, and stands."),
        entry_key=entry_key,
    )


def _place(entry_key: str) -> Place:
    attempt = request.form.get("attempt", "1")
    number = int(attempt) if attempt.isascii() and attempt.isdigit() and len(attempt) < 4 else 0
    return Place(entry_key, request.form.get("item", "")[:64], number)


def _found(view: AlarmsView, entry_key: str, fingerprint: str) -> tuple[str, Alarm]:
    for line in view.lines:
        for alarm in line.alarms:
            if (line.key, alarm.fingerprint) == (entry_key, fingerprint):
                return line.label, alarm
    raise NotFound


def _given() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, text in request.form.items():
        limit, _dash, item = name.partition("-")
        if limit in alarms.LIMITS and item:
            found.setdefault(item, {})[limit] = text[:20]
    return found


def _page(
    round_: Round,
    given: dict[str, dict[str, str]] | None = None,
    error: str = "",
    *,
    saved: bool = False,
) -> str:
    return render_template(
        "contests/alarms/page.html",
        round=round_,
        view=alarms_view(round_),
        rights=rights_in(round_),
        given=given,
        error=error,
        saved=saved,
    )


def _judge(text: str) -> int:
    """A judge's number in the database; ValueError leaves out what can be none."""
    if len(text) > DIGITS:
        raise ValueError(text)
    return int(text)
