"""`flask contest score PACKAGE`: what a check of a result package found, line by line."""

import json
from pathlib import Path

import click

from blueprints.contests.queries.recomputed import Recomputed, Verdict, examined
from scoring.package import PackageError, check

AGREES, DIFFERS, UNREADABLE = 0, 1, 2
_EXITS = {
    Verdict.PROVEN: AGREES,
    Verdict.AGREES: AGREES,
    Verdict.FOREIGN: DIFFERS,
    Verdict.DIFFERS: DIFFERS,
    Verdict.UNUSABLE: UNREADABLE,
}


def check_package(file: Path, *, as_json: bool) -> int:
    """Print the findings; the exit code."""
    try:
        found = examined(file.read_bytes(), check)
    except PackageError as error:
        click.echo(str(error), err=True)
        return UNREADABLE
    if as_json:
        click.echo(json.dumps(_document(found), ensure_ascii=False, default=str))
    else:
        for line in [*_package(found), *_faults(found), *_differences(found)]:
            click.echo(line)
        click.echo(found.verdict.value)
    return _EXITS[found.verdict]


def _document(found: Recomputed) -> dict[str, object]:
    signer = found.signer
    signature = {**vars(signer)} if signer else None
    return {**found.report.to_json(), "verdict": found.verdict.value, "signature": signature}


def _package(found: Recomputed) -> list[str]:
    report = found.report
    chains = [
        f"chain {chain.round}: {chain.rows} rows, {chain.shown} told in full, "
        + ("broken" if chain.faults else "sound")
        + (f", {chain.unproven} marks in rows that are not told" if chain.unproven else "")
        for chain in report.chains
    ]
    altered = ", ".join(report.altered)
    return [
        f"files: {'changed: ' + altered if altered else 'unchanged'}",
        *_published(found),
        _signature(found),
        *chains,
    ]


def _published(found: Recomputed) -> list[str]:
    """Only where the contest was published by this installation."""
    if found.newest is None:
        return []
    if found.ours:
        return [f"published here: version {found.ours.version}"]
    others = ", ".join(found.other_files)
    return [f"published here: another file; version {found.newest.version} differs in {others}"]


def _signature(found: Recomputed) -> str:
    signer = found.signer
    if signer is None:
        return "signature: can't be read" if found.signed else "signature: none"
    words = "sound" if signer.intact else "of other content"
    known = f"a key of {signer.body}" if signer.body else "not known here"
    return f"signature: {words}, {signer.subject} ({known}) {signer.fingerprint}"


def _faults(found: Recomputed) -> list[str]:
    chains = [f"{one.round}: {fault}" for one in found.report.chains for fault in one.faults]
    return [*map(str, found.report.faults), *chains]


def _differences(found: Recomputed) -> list[str]:
    return [
        f"{one.round} {one.entry} {one.what}: stated {one.stated or '-'}, "
        f"comes out {one.computed or '-'}"
        for one in found.report.differences
    ]
