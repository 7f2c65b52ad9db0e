"""What an administrator does at the server."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from blueprints.people import queries, services
from tests.support.people import World


@pytest.fixture
def run(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> FlaskCliRunner:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return app.test_cli_runner()


def test_the_first_administrator_comes_in_by_the_printed_link(
    app: Flask, run: FlaskCliRunner
) -> None:
    result = run.invoke(args=["people", "create-admin", "Zhao1", "--name", "赵示一"])
    assert result.exit_code == 0
    address = result.output.strip()
    assert address.startswith("/sign-in/")
    assert "赵示一" in app.test_client().get(address).text
    made = queries.account_named("zhao1")
    assert made is not None
    actor = queries.actor_for_account(made)
    assert actor is not None
    assert actor.is_administrator


def test_a_name_that_is_taken_makes_nothing(run: FlaskCliRunner, world: World) -> None:
    result = run.invoke(args=["people", "create-admin", "zhao"])
    assert result.exit_code == 1
    assert result.output.startswith("Error:")


def test_a_link_for_someone_who_lost_the_password(
    run: FlaskCliRunner, world: World, now: datetime
) -> None:
    result = run.invoke(args=["people", "sign-in-link", "QIAN"])
    token = result.output.strip().removeprefix("/sign-in/")
    entered = services.use_sign_in_link(token, address="", now=now)
    assert entered.account_id == world.west_admin
    assert run.invoke(args=["people", "sign-in-link", "nobody"]).exit_code == 1


@pytest.mark.parametrize(
    ("row", "options", "code", "stored"),
    [
        ("示例甲厂工会,企业工会,示例街道总工会", [], 0, True),
        ("示例甲厂工会,企业工会,示例街道总工会", ["--check"], 0, False),
        ("示例甲厂工会,企业工会,没有的工会", [], 1, False),
    ],
)
def test_a_file_is_imported_whole_or_not_at_all(
    run: FlaskCliRunner,
    world: World,
    tmp_path: Path,
    row: str,
    options: list[str],
    code: int,
    stored: bool,
) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f"名称,类型,上级工会\n{row}\n")
    result = run.invoke(args=["people", "import-organisations", str(file), *options])
    assert result.exit_code == code
    names = {row.name for row in queries.tree(world.actor(world.administrator))}
    assert ("示例甲厂工会" in names) is stored
    if code:
        assert "2 · 上级工会" in result.output
