"""Events and rounds: adding them, their scheme, release, judges and prizes."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, event_for, may, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.forms import (
    RELEASES,
    NewRoundForm,
    RoundSettingsForm,
    SchemeForm,
    TitleForm,
)
from blueprints.contests.models import Round
from blueprints.contests.queries.setup import earlier_rounds, presets, round_setup
from blueprints.contests.queries.setup.own_schemes import own_choices
from blueprints.contests.routes.setup_answers import (
    ID,
    carry_out,
    carry_out_form,
    entries_page,
    hub,
    round_page,
    round_to_set_up,
)
from blueprints.contests.services import setup
from store import UserError
from web.access import current_actor, require_account
from web.choices import choices
from web.clock import now
from web.refusals import add_fault

MOST_SHOWN = 5  # lines of the prizes form
POLICY = asdict(setup.PrizePolicy())
_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


@bp.post(f"/contests/<{ID}:contest_id>/events")
@require_account
def setup_add_event(contest_id: int) -> ResponseReturnValue:
    """A further event."""
    form = TitleForm()
    return carry_out_form(
        form,
        lambda: setup.add_event(current_actor(), contest_id, form.title.data or "", now()),
        _("The event is added. Next: its first round."),
        hub(contest_id),
    )


@bp.post(f"/contests/events/<{ID}:event_id>/title")
@require_account
def setup_rename_event(event_id: int) -> ResponseReturnValue:
    """Another title."""
    form, event = TitleForm(), event_for(current_actor(), event_id, Right.SET_UP)
    return carry_out_form(
        form,
        lambda: setup.rename_event(current_actor(), event_id, form.title.data or "", now()),
        _("Saved."),
        hub(event.contest_id),
    )


@bp.post(f"/contests/events/<{ID}:event_id>/removal")
@require_account
def setup_remove_event(event_id: int) -> ResponseReturnValue:
    """Take an event without rounds away."""
    event = event_for(current_actor(), event_id, Right.SET_UP)
    return carry_out(
        lambda: setup.remove_event(current_actor(), event_id, now()),
        _("The event is removed."),
        hub(event.contest_id),
    )


@bp.route(f"/contests/events/<{ID}:event_id>/rounds/new", methods=["GET", "POST"])
@require_account
def setup_new_round(event_id: int) -> ResponseReturnValue:
    """A round: its title, its scheme, and when marks are released."""
    event = event_for(current_actor(), event_id, Right.SET_UP)
    form = NewRoundForm()
    _offer_rounds(form, event.contest_id)
    if form.validate_on_submit():
        try:
            return redirect(entries_page(_add_round(event_id, form)), 303)
        except UserError as error:
            add_fault(form, error, {"earlier": "earlier_id", "release": "release"})
    page = render_template(
        "contests/setup/round_new.html",
        form=form,
        event=event,
        presets=presets(),
        own=tuple(own_choices(event.contest_id)),
    )
    return page, 422 if form.errors else 200


@bp.get(f"/contests/rounds/<{ID}:round_id>")
@require_account
def setup_round(round_id: int) -> str:
    """The round: what is missing, the rule, who judges, the prizes."""
    round_ = round_for(current_actor(), round_id)
    form = RoundSettingsForm(formdata=None, obj=round_)
    return _round_page(round_, form)


@bp.post(f"/contests/rounds/<{ID}:round_id>")
@require_account
def setup_update_round(round_id: int) -> ResponseReturnValue:
    """Title and release."""
    round_, form = round_to_set_up(round_id), RoundSettingsForm()
    if not form.validate_on_submit():
        return _round_page(round_, form), 422
    title, release = form.title.data or "", form.release.data
    return carry_out(
        lambda: setup.update_round(current_actor(), round_id, title, release, now()),
        _("Saved."),
        round_page(round_id),
    )


@bp.route(f"/contests/rounds/<{ID}:round_id>/scheme", methods=["GET", "POST"])
@require_account
def setup_scheme(round_id: int) -> ResponseReturnValue:
    """Another ready-made scheme for a round that has not begun."""
    round_, form = round_to_set_up(round_id), SchemeForm()
    _offer_rounds(form, round_.contest_id, before=round_id)
    if form.validate_on_submit():
        try:
            setup.change_scheme(
                current_actor(),
                round_id,
                form.preset.data or "",
                now(),
                earlier_id=form.earlier_id.data,
            )
            flash(_("The round is scored by another scheme now."), "success")
            return redirect(round_page(round_id), 303)
        except UserError as error:
            add_fault(form, error, {"earlier": "earlier_id"})
    page = render_template(
        "contests/setup/scheme.html",
        form=form,
        round=round_,
        presets=presets(),
        own=tuple(own_choices(round_.contest_id)),
    )
    return page, 422 if form.errors else 200


@bp.post(f"/contests/rounds/<{ID}:round_id>/judges")
@require_account
def setup_choose_judges(round_id: int) -> ResponseReturnValue:
    """Who sits in this round."""
    chosen = {_number(one, 11) for one in request.form.getlist("judge")}
    return carry_out(
        lambda: setup.choose_judges(current_actor(), round_id, chosen, now()),
        _("The judges of this round are saved."),
        round_page(round_id, "judges"),
    )


@bp.post(f"/contests/rounds/<{ID}:round_id>/prizes")
@require_account
def setup_prizes(round_id: int) -> ResponseReturnValue:
    """How many of which prize."""
    pairs = zip(request.form.getlist("title"), request.form.getlist("count"), strict=False)
    prizes = [(title[:200], _how_many(text)) for title, text in pairs]
    policy = setup.PrizePolicy(
        **{name: request.form.get(name, value)[:40] for name, value in POLICY.items()}
    )
    return carry_out(
        lambda: setup.set_prizes(current_actor(), round_id, prizes, now(), policy),
        _("The prizes are saved."),
        round_page(round_id, "prizes"),
    )


@bp.post(f"/contests/rounds/<{ID}:round_id>/removal")
@require_account
def setup_remove_round(round_id: int) -> ResponseReturnValue:
    """Take away a round that has not begun."""
    contest_id = round_to_set_up(round_id).contest_id
    return carry_out(
        lambda: setup.remove_round(current_actor(), round_id, now()),
        _("The round is removed."),
        hub(contest_id),
    )


def _add_round(event_id: int, form: NewRoundForm) -> int:
    return setup.add_round(
        current_actor(),
        event_id,
        form.title.data or "",
        form.preset.data or "",
        form.release.data,
        now(),
        earlier_id=form.earlier_id.data,
    )


def _offer_rounds(form: SchemeForm, contest_id: int, before: int | None = None) -> None:
    rounds = earlier_rounds(contest_id)
    offered = [(key, title) for key, title in rounds if before is None or key < before]
    form.earlier_id.choices = choices([("", _("Choose a round")), *offered])


def _round_page(round_: Round, form: RoundSettingsForm) -> str:
    setup_ = round_setup(round_)
    blank = max(MOST_SHOWN - len(setup_.prizes), 1)
    return render_template(
        "contests/setup/round.html",
        round=setup_,
        form=form,
        releases=RELEASES,
        sets_up=may(current_actor(), round_.contest, Right.SET_UP),
        prizes=[*setup_.prizes, *[("", None)] * blank],
    )


def _how_many(text: str) -> int | str:
    """A number, or a share like "10%" as it is."""
    text = text[:12].translate(_WIDE).strip()
    return text if text.endswith("%") else _number(text, 6)


def _number(text: str, digits: int) -> int:
    """What was typed as a number of fewer than so many digits; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < digits else 0
