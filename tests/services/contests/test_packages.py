"""Result packages: what is in them, what never is, and that they come out as stated."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from blueprints.certificates.services.authority import keys
from blueprints.contests.models import LedgerRow, Round, RoundState
from blueprints.contests.queries.packages import contests_to_pack, package_lines
from blueprints.contests.services import progress, setup
from blueprints.contests.services.files import import_contest
from blueprints.contests.services.judging import MarkInput, submit_mark
from blueprints.contests.services.packages import make_by_hand, make_package
from config import ROOT
from scoring.package import LIST, SIGNATURE, canonical, check, opened
from scoring.presets import PRESETS
from store import UserError, db, write
from store.actors import SYSTEM
from store.signatures import keeper
from tests.support.contest_files import preset_contest
from tests.support.contests import make_hall
from tests.support.packages import (
    ADDRESS,
    content_of,
    marked,
    package_of,
    published,
    tampered,
    unpacked,
)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_comes_out_as_stated(app: Flask, now: datetime, preset: str) -> None:
    hall = make_hall(now, open_round=False, entries=1)
    contest_id = import_contest(SYSTEM, hall.organisation_id, preset_contest(preset), now)
    with write():
        for round_ in rounds(contest_id):
            round_.state, round_.published_at = RoundState.PUBLISHED, now
    report = check(content_of(package_of(contest_id, now)))
    assert report.agrees, report
    assert any(row["total"] for row in report.computed["rounds"][0]["results"])
    assert report.chains[0].shown > 0


def rounds(contest_id: int) -> list[Round]:
    query = db.select(Round).where(Round.contest_id == contest_id)
    return list(db.session.scalars(query.order_by(Round.id)))


def test_nothing_is_packed_before_publication_nor_of_a_rehearsal(app: Flask, now: datetime) -> None:
    hall = marked(make_hall(now, entries=4))
    assert make_package(hall.contest_id, now, address=ADDRESS) is None
    with pytest.raises(UserError) as caught:
        make_by_hand(SYSTEM, hall.contest_id, now, address=ADDRESS)
    assert caught.value.code == "nothing"
    published_one = published(make_hall(now, entries=4))
    with write():
        published_one.round.contest.rehearsal = True
    assert make_package(published_one.contest_id, now, address=ADDRESS) is None


def test_an_unpublished_round_is_in_no_package(app: Flask, now: datetime) -> None:
    hall = published(make_hall(now, entries=4))
    second = setup.add_round(SYSTEM, hall.round.event_id, "加赛", "speech", "each", now)
    setup.add_entries(SYSTEM, second, [setup.EntryInput("欧阳示例", "示例未公布工会", "B01")], now)
    text = str(unpacked(content_of(package_of(hall.contest_id, now))))
    assert "赵示一" in text
    for secret in ("加赛", "欧阳示例", "示例未公布工会", "B01"):
        assert secret not in text


def test_private_notes_and_replaced_marks_stay_here(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=4)
    hall.mark(0, 0, "performance", "3.33")
    given = MarkInput(
        hall.round_id, hall.entry(1).key, "performance", "9.20", "noted-mark", note="评语只给组委会"
    )
    submit_mark(hall.judges[0], given, now)
    published(hall)
    content = content_of(package_of(hall.contest_id, now))
    text = str(unpacked(content))
    assert "3.33" not in text and "评语只给组委会" not in text and "评委示1" in text
    report = check(content)
    assert report.agrees
    assert report.chains[0].rows == hall.round.seq > report.chains[0].shown > 12


def test_a_blind_package_has_codes_and_the_next_one_names(app: Flask, now: datetime) -> None:
    hall = published(make_hall(now, entries=4, blind=True))
    first = package_of(hall.contest_id, now)
    text = str(unpacked(content_of(first)))
    assert first.codes_only and "A01" in text
    assert "赵示一" not in text and "示例精工工会" not in text
    with write():
        contest = hall.round.contest
        contest.decoded_at, contest.version = now, contest.version + 1
    second = package_of(hall.contest_id, now)
    assert (second.version, second.codes_only) == (2, False)
    assert "赵示一" in str(unpacked(content_of(second)))
    assert [line.version for line in package_lines(hall.contest_id)] == [2, 1]
    assert check(content_of(first)).agrees and check(content_of(second)).agrees


def test_the_same_state_is_packed_once(app: Flask, now: datetime) -> None:
    hall = published(make_hall(now, entries=4))
    assert contests_to_pack(now - timedelta(days=1)) == [hall.contest_id]
    first, again = package_of(hall.contest_id, now), package_of(hall.contest_id, now)
    assert first.id == again.id and contests_to_pack(now - timedelta(days=1)) == []
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    prized = package_of(hall.contest_id, now)
    assert prized.version == 2
    stated = unpacked(content_of(prized))["results.json"]["rounds"][0]
    assert (
        "prizes" in stated
        and "prizes" not in unpacked(content_of(first))["results.json"]["rounds"][0]
    )


def test_the_bodys_key_signs_it(app: Flask, now: datetime) -> None:
    hall = published(make_hall(now, entries=4))
    unsigned = package_of(hall.contest_id, now)
    assert unsigned.signed_by == "" and SIGNATURE not in opened(content_of(unsigned))
    keys.make_key(SYSTEM, hall.organisation_id, now)
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    signed = package_of(hall.contest_id, now)
    content = opened(content_of(signed))
    found = keeper().look(content[LIST], content[SIGNATURE])
    assert found is not None and found.intact and found.self_made
    assert (found.fingerprint, found.at) == (signed.signed_fingerprint, now)
    assert found.body.startswith("示例工会")


def test_what_was_tampered_with_is_told(app: Flask, now: datetime) -> None:
    content = content_of(package_of(published(make_hall(now, entries=4)).contest_id, now))
    raised = tampered(content, "contest.json", lambda text: text.replace(b'"8.80"', b'"9.90"'))
    report = check(raised)
    assert not report.agrees and report.altered == ("contest.json",)
    assert ("place", "4", "1") in {(d.what, d.stated, d.computed) for d in report.differences}
    assert {str(fault) for fault in report.chains[0].faults} == {
        f"The mark in row {seq} is 8.80, in the contest file 9.90." for seq in seqs_of("8.80")
    }
    places = tampered(
        content, "results.json", lambda text: text.replace(b'"place":4', b'"place":1')
    )
    assert [d.what for d in check(places).differences] == ["place"]
    chain = tampered(content, "chains.json", lambda text: text.replace(b'"8.80"', b'"8.90"', 1))
    assert "is not what its hash was taken of" in str(check(chain).chains[0].faults[0])


def test_rows_left_out_or_moved_are_told_once(app: Flask, now: datetime) -> None:
    content = content_of(package_of(published(make_hall(now, entries=4)).contest_id, now))

    def told(change: Callable[[list[Any]], None]) -> list[str]:
        chains = unpacked(content)["chains.json"]
        change(chains["rounds"][0]["rows"])
        changed = tampered(content, "chains.json", lambda _: canonical(chains).encode())
        return [str(fault) for fault in check(changed).chains[0].faults]

    end = "The manifest names another end of this chain."
    assert told(lambda rows: rows.pop(5)) == ["Where row 6 belongs stands row 7.", end]
    assert told(lambda rows: rows.insert(3, rows.pop(4))) == [
        "Where row 4 belongs stands row 5.",
        "Where row 6 belongs stands row 4.",
        "Where row 5 belongs stands row 6.",
    ]
    assert told(lambda rows: rows.clear())[-1] == end


def test_marks_that_the_chain_does_not_prove_are_counted(app: Flask, now: datetime) -> None:
    """Who keeps back a mark's row can write another mark, and the chain still holds."""
    content = content_of(package_of(published(make_hall(now, entries=4)).contest_id, now))
    assert check(content).chains[0].unproven == 0
    chains = unpacked(content)["chains.json"]
    for one in chains["rounds"][0]["rows"]:
        if one.get("row", {}).get("value") == "8.80":
            del one["row"]
    kept_back = tampered(content, "chains.json", lambda _: canonical(chains).encode())
    raised = tampered(kept_back, "contest.json", lambda text: text.replace(b'"8.80"', b'"9.10"'))
    (chain,) = check(raised).chains
    assert (chain.faults, chain.unproven) == ((), 3)


def test_a_manifest_of_another_chain_is_told(app: Flask, now: datetime) -> None:
    package = package_of(published(make_hall(now, entries=4)).contest_id, now)
    content = content_of(package)
    head = unpacked(content)["manifest.json"]["rounds"][0]["head"].encode()
    other = tampered(content, "manifest.json", lambda text: text.replace(head, b"f" * 64))
    assert [str(one) for one in check(other).chains[0].faults] == [
        "The manifest names another end of this chain."
    ]


def seqs_of(value: str) -> list[int]:
    query = db.select(LedgerRow.seq).where(LedgerRow.value == value)
    return list(db.session.scalars(query.order_by(LedgerRow.seq)))


def test_the_command_checks_a_package_and_says_what_differs(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    package = package_of(published(make_hall(now, entries=4)).contest_id, now)
    file, content = tmp_path / "package.zip", content_of(package)
    file.write_bytes(content)
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=["contest", "score", str(file)])
    assert done.exit_code == 0 and done.stdout.splitlines()[-1] == "agrees"
    assert "signature: none" in done.stdout and "sound" in done.stdout
    file.write_bytes(
        tampered(content, "results.json", lambda text: text.replace(b'"place":4', b'"place":1'))
    )
    done = app.test_cli_runner().invoke(args=["contest", "score", str(file)])
    assert done.exit_code == 1
    assert "place: stated 1, comes out 4" in done.stdout and "changed: results.json" in done.stdout
    file.write_bytes(b"PK and nothing else")
    assert app.test_cli_runner().invoke(args=["contest", "score", str(file)]).exit_code == 2


def test_python_alone_checks_it_too(app: Flask, now: datetime, tmp_path: Path) -> None:
    """What the package's own text tells strangers to do."""
    file = tmp_path / "package.zip"
    file.write_bytes(content_of(package_of(published(make_hall(now, entries=4)).contest_id, now)))
    command = [sys.executable, "-S", "-m", "scoring", str(file)]  # -S: no installed packages
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["differences"] == []
