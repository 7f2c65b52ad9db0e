"""What is in the audit log, who reads which part of it, and whether its chain holds."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from blueprints.people import queries, services
from blueprints.people.models import Organisation
from store import AuditEntry, db
from store.actors import SYSTEM
from store.audit import AuditHead
from tests.support.people import World, add
from tests.support.tampering import tamper
from web.sheets import neutral

END = 2**31 - 1
ALL = queries.AuditFilter()


def test_the_chain_is_sound_after_everything(world: World, now: datetime) -> None:
    services.move_organisation(SYSTEM, world.street, parent_id=world.east, now=now)
    assert queries.audit_faults() == []


def test_a_changed_entry_breaks_the_chain(app: Flask, world: World) -> None:
    tamper(sa.update(AuditEntry).where(AuditEntry.id == 3).values(actor_name="x"))
    assert queries.audit_faults() == ["entry 3 doesn't fit the one before it"]


def test_entries_cut_off_at_the_end_are_missed(app: Flask, world: World) -> None:
    last = db.session.scalar(sa.select(sa.func.max(AuditEntry.id)))
    tamper(sa.delete(AuditEntry).where(AuditEntry.id == last))
    assert queries.audit_faults() == [
        "the last entry is not the one the head names: entries were cut off"
    ]


def test_an_empty_log_is_sound_but_an_emptied_one_is_not(app: Flask) -> None:
    assert queries.audit_faults() == []
    tamper(sa.insert(AuditHead).values(id=1, hash="f" * 64))
    assert len(queries.audit_faults()) == 1


def test_the_command_prints_what_is_broken(app: Flask, world: World) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["people", "audit-check"]).exit_code == 0
    tamper(sa.update(AuditEntry).where(AuditEntry.id == 3).values(actor_name="x"))
    result = runner.invoke(args=["people", "audit-check"])
    assert result.exit_code == 1
    assert "entry 3 " in result.output


def test_an_organisation_administrator_reads_the_own_subtree(world: World, now: datetime) -> None:
    page = queries.audit_page(world.actor(world.west_admin), ALL, END)
    scopes = {
        entry.organisation_id
        for entry in db.session.scalars(sa.select(AuditEntry))
        if entry.id in {row.id for row in page.rows}
    }
    assert scopes == {world.west, world.street, world.works}


def test_a_supervisor_reads_the_log_of_the_own_scope(world: World, now: datetime) -> None:
    assert queries.audit_page(world.actor(world.clerk), ALL, END).rows == []
    services.grant_role(SYSTEM, world.clerk, "supervisor", organisation_id=world.east, now=now)
    rows = queries.audit_page(world.actor(world.clerk), ALL, END).rows
    assert {row.organisation for row in rows} == {"示例东区总工会"}


def test_the_filter_narrows(world: World, now: datetime) -> None:
    boss = world.actor(world.administrator)
    data = services.OrganisationData("示例西城总工会", "district_federation")
    services.change_organisation(boss, world.west, data, now=now + timedelta(days=1))

    def actions(**narrow: object) -> list[str]:
        wanted = queries.AuditFilter(**narrow)  # type: ignore[arg-type]
        return [row.action for row in queries.audit_page(boss, wanted, END).rows]

    assert actions(actor="示一") == ["organisation.changed"]
    assert actions(since=now + timedelta(hours=1)) == ["organisation.changed"]
    assert len(actions(until=now + timedelta(hours=1))) == len(actions()) - 1
    assert set(actions(action="role.")) == {"role.granted"}
    assert len(actions(subject=f"organisation:{world.west}")) == 2


def test_pages_follow_each_other_without_gaps(world: World, now: datetime) -> None:
    for number in range(120):
        add(f"示例第{number}工会", "grassroots_union", world.east, now)
    boss = world.actor(world.administrator)
    first = queries.audit_page(boss, ALL, END)
    assert first.next_before is not None
    second = queries.audit_page(boss, ALL, first.next_before)
    shown = [row.id for row in (*first.rows, *second.rows)]
    assert shown == list(range(shown[0], 0, -1))
    assert [row.id for row in queries.audit_export(boss, ALL)] == sorted(shown)


def test_a_deleted_organisation_stays_in_the_log_of_the_one_above(
    world: World, now: datetime
) -> None:
    services.delete_organisation(SYSTEM, world.works, now=now)
    assert db.session.get(Organisation, world.works) is None
    rows = queries.audit_page(world.actor(world.west_admin), ALL, END).rows
    assert rows[0].action == "organisation.deleted"


def test_cells_that_begin_like_formulas_are_made_text() -> None:
    for cell in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        assert neutral(cell) == f"'{cell}"
    assert neutral("赵示一 = 1") == "赵示一 = 1"
