"""`flask certificate issue`: a list's or a round's certificates, checked, then issued."""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask, current_app

from blueprints.certificates.commands.group import certificate, plain_refusals, public_url
from blueprints.certificates.models import AwardList, Batch, BatchRow, BatchState, RowState
from blueprints.certificates.queries.batches import Tally, batch_view, tally_of
from blueprints.certificates.queries.batches.findings import in_words
from blueprints.certificates.services import batches, lists, preflight
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.services.issuing import run as issuing_run
from store import db
from store.actors import SYSTEM
from web import clock
from web.formats import local

LOOK_EVERY_S = 2.0


@certificate.command()
@click.argument("source", metavar="LIST_OR_ROUND")
@click.option(
    "--template",
    default="honor-landscape-red",
    show_default=True,
    help="A ready-made template, or version:ID of an own one.",
)
@click.option("--issuer", help="Who issues; default: the body whose list it is.")
@click.option("--date", "issued_on", help="YYYY-MM-DD; default: today.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--seal", type=int, help="Id of a seal; somebody else then has to approve.")
@click.option("--key", type=int, help="Id of a signing key; somebody else then has to approve.")
@click.option("--accept", is_flag=True, help="Let pass what only asks to be looked at.")
@click.option("--url", help="Where people reach this installation; printed in the QR codes.")
@click.option("--yes", is_flag=True, help="Don't ask before issuing.")
def issue(source: str, accept: bool, yes: bool, **chosen: Any) -> None:
    """Issue certificates for LIST_OR_ROUND: a list's ID, or round:ID (its confirmed prizes).

    What the check finds is printed, row by row. Rows to review are left out.
    """
    with plain_refusals("there is no such list, round, template, seal or key"):
        list_id = _list_of(source)
        batch_id = batches.create_batch(SYSTEM, list_id, _given(list_id, chosen), clock.now())
        _check(batch_id)
        if accept:
            batches.accept_rows(SYSTEM, batch_id, None, clock.now())
        tally = _told(batch_id)
        if not yes:
            click.confirm(f"Issue {tally.pending} certificates?", abort=True)
        state = batches_steps.submit(SYSTEM, batch_id, clock.now())
    if state == BatchState.SUBMITTED:
        click.echo(f"batch {batch_id} is handed in; somebody has to approve it on its page")
        return
    _issue(batch_id)


def _list_of(source: str) -> int:
    """list:5, round:3 or 5 → the id of the list, made of the round's prizes where need be."""
    kind, _colon, number = source.rpartition(":")
    if kind not in ("", "list", "round") or not number.isdecimal():
        raise click.ClickException(f"{source!r} is neither list:ID nor round:ID")
    if kind == "round":
        return lists.list_from_contest(SYSTEM, int(number), clock.now())
    return int(number)


def _given(list_id: int, chosen: dict[str, Any]) -> batches.BatchInput:
    award_list = db.session.get(AwardList, list_id)
    if award_list is None:
        raise click.ClickException(f"there is no list {list_id}")
    template: str = chosen["template"]
    return batches.BatchInput(
        template=template if template.startswith("version:") else f"ready:{template}",
        issuer=chosen["issuer"] or award_list.organisation.name,
        issued_on=chosen["issued_on"] or _today().isoformat(),
        verify_base=public_url(chosen["url"]),
        lang=chosen["lang"],
        seal_id=chosen["seal"],
        key_id=chosen["key"],
    )


def _today() -> date:
    return local(clock.now()).date()


def _check(batch_id: int) -> None:
    """The pre-flight, here and now, unless a worker has begun it."""
    click.echo(f"batch {batch_id}: checking")
    _watched(batch_id, preflight.check, lambda: _batch(batch_id).checked_at is not None)
    if _batch(batch_id).checked_at is None:
        raise click.ClickException(f"the check stopped: {batch_view(_batch(batch_id)).fault}")


def _told(batch_id: int) -> Tally:
    """Print what was found, row by row, and the sums; the sums."""
    for row in db.session.scalars(
        sa.select(BatchRow).where(BatchRow.batch_id == batch_id).order_by(BatchRow.position)
    ):
        words = [in_words(one, {}).text for one in row.findings or ()]
        if words:
            click.echo(f"  {row.recipient.name} [{RowState(row.state).value}]: {' '.join(words)}")
    tally = tally_of(batch_id)
    click.echo(f"{tally.pending} to issue, {tally.review} to review, {tally.skipped} skipped")
    return tally


def _issue(batch_id: int) -> None:
    _watched(batch_id, issuing_run.issue, lambda: _batch(batch_id).state != BatchState.RUNNING)
    batch, tally = _batch(batch_id), tally_of(batch_id)
    click.echo(
        f"batch {batch_id}: {tally.issued} issued, {tally.review} to review,"
        f" {tally.skipped} skipped"
    )
    if batch.state != BatchState.DONE:
        raise click.ClickException(f"batch {batch_id} is {batch.state}: {batch_view(batch).fault}")


def _watched(batch_id: int, work: Callable[..., bool], is_over: Callable[[], bool]) -> None:
    """Do the work in a thread and tell how far it is. Another worker may be the one who does it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def run() -> None:
        with app.app_context():
            work(batch_id, uuid.uuid4().hex, clock.now)

    worker = threading.Thread(target=run, name=f"batch-{batch_id}")
    worker.start()
    before = 0
    while worker.is_alive():
        worker.join(LOOK_EVERY_S)
        issued = tally_of(batch_id).issued
        if issued > before:
            click.echo(f"  {issued} issued")
        before = issued
    while not is_over() and _is_held(_batch(batch_id)):
        time.sleep(LOOK_EVERY_S)


def _is_held(batch: Batch) -> bool:
    return batch.lease_until is not None and batch.lease_until > clock.now()


def _batch(batch_id: int) -> Batch:
    """The batch, read anew."""
    db.session.rollback()
    return db.session.get_one(Batch, batch_id, populate_existing=True)
