"""`flask contest …` from the command line."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

import scoring
from blueprints.contests.models import LedgerRow, Round
from blueprints.contests.services.files import import_contest
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM
from tests.support.contest_files import small_contest


@pytest.fixture
def union(app: Flask, now: datetime) -> int:
    data = people.OrganisationData("示例市总工会", "federation")
    return people.create_organisation(SYSTEM, data, parent_id=None, now=now)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement that is sent from now on."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def run(app: Flask, *words: str | Path | int) -> Result:
    db.session.rollback()  # the command shares the test's app context: it looks anew
    return app.test_cli_runner().invoke(args=["contest", *map(str, words)])


def written(folder: Path, document: Any) -> Path:
    file = folder / "contest.json"
    file.write_text(document if isinstance(document, str) else json.dumps(document))
    return file


def test_scoring_needs_no_database(app: Flask, tmp_path: Path, statements: list[str]) -> None:
    document = small_contest()
    done = run(app, "score", written(tmp_path, document), "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == scoring.compute(scoring.load(document)).to_json()
    assert list(json.loads(done.stdout)) == ["rounds"]
    assert statements == []


def test_scores_can_be_read_by_people(app: Flask, tmp_path: Path) -> None:
    lines = run(app, "score", written(tmp_path, small_contest())).stdout.splitlines()
    assert [line.split()[:3] for line in lines[2:4]] == [["1", "9.20", "A02"], ["2", "9.10", "A03"]]
    assert lines[5].split() == ["-", "-", "A04", "dns"]


@pytest.mark.parametrize("command", ["score", "import", "replay"])
def test_a_bad_file_gives_a_line_for_each_fault(
    app: Flask, union: int, tmp_path: Path, command: str
) -> None:
    document = small_contest()
    document["rounds"][0]["marks"][0]["value"] = "10.5"
    document["rounds"][0]["judges"].append("J9")
    file = written(tmp_path, document)
    done = run(app, command, file, *(["--organisation", union] if command == "import" else []))
    assert done.exit_code == 2
    assert done.stdout == ""
    faults = done.stderr.splitlines()
    assert sorted(line.partition(":")[0] for line in faults) == [
        "rounds[0].judges[3]",
        "rounds[0].marks[0].value",
    ]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Round)) == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": NaN}', "[" * 100_000, '{"a":1,"a":2}'])
def test_what_is_no_contest_file_is_refused(app: Flask, tmp_path: Path, text: str) -> None:
    done = run(app, "score", written(tmp_path, text))
    assert done.exit_code == 2
    assert done.stderr
    assert "Traceback" not in done.output


def test_a_file_goes_in_and_comes_out(app: Flask, union: int, tmp_path: Path) -> None:
    document = small_contest()
    made = run(app, "import", written(tmp_path, document), "--organisation", union)
    assert made.exit_code == 0, made.output
    out = run(app, "export", made.stdout.strip())
    exported = json.loads(out.stdout)
    expected = scoring.compute(scoring.load(document))
    assert scoring.compute(scoring.load(exported)).to_json() == expected.to_json()
    public = json.loads(run(app, "export", made.stdout.strip(), "--public").stdout)
    assert "by" not in public["rounds"][0]["marks"][0]


def test_a_set_up_alone_can_be_brought_in(app: Flask, union: int, tmp_path: Path) -> None:
    file = written(tmp_path, small_contest())
    assert run(app, "import", file, "--organisation", union, "--no-marks").exit_code == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LedgerRow)) == 0


def test_unknown_things_are_said_to_be_unknown(app: Flask, union: int, tmp_path: Path) -> None:
    file = written(tmp_path, small_contest())
    for words in (
        ("export", 99),
        ("verify", 99),
        ("import", file, "--organisation", 99),
        ("replay", file, "--round", "gala"),
    ):
        done = run(app, *words)
        assert done.exit_code == 1
        assert done.stderr.startswith("Error: ")


def test_a_chain_is_verified(app: Flask, union: int, now: datetime) -> None:
    contest_id = import_contest(SYSTEM, union, small_contest(), now)
    done = run(app, "verify", contest_id)
    assert done.exit_code == 0
    assert done.stdout.startswith("final: 22 rows, sound")
    round_ = db.session.scalars(sa.select(Round)).one()
    with db.engine.begin() as connection:
        moved = sa.update(Round).where(Round.id == round_.id).values(head_hash="0" * 64)
        connection.execute(moved)
    done = run(app, "verify", contest_id)
    assert done.exit_code == 1
    assert "broken" in done.stdout
