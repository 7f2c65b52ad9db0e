"""Checking a package, or a contest file alone: what was altered, and what comes out otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.computing import compute
from scoring.contest_file.loading import load
from scoring.contest_file.text import loads
from scoring.errors import N_, ContestFileError, Fault, Message
from scoring.package.archive import Limits, PackageError, altered_files, opened
from scoring.package.chains import ChainReport, check_chain
from scoring.package.comparing import Difference, differences
from scoring.package.layout import AMENDMENTS, CHAINS, CONTEST, FORMAT, MANIFEST, RESULTS

Json = Mapping[str, Any]
MOST_FAULTS = 200
MOST_PLACES = 500_000  # entries × judges × items: a few seconds' work


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `computed` is the engine's JSON; `faults` keep it from being made.

    `entries` and `rounds` are names by id. A contest file alone has neither manifest nor
    chains, and nothing to differ from.
    """

    manifest: Json = field(default_factory=dict)
    title: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)
    rounds: Mapping[str, str] = field(default_factory=dict)
    computed: Json = field(default_factory=dict)
    amendments: tuple[Json, ...] = ()
    altered: tuple[str, ...] = ()
    chains: tuple[ChainReport, ...] = ()
    differences: tuple[Difference, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def agrees(self) -> bool:
        """Nothing was altered, every chain holds, and the stated results come out."""
        broken = any(chain.faults for chain in self.chains)
        return not (self.altered or broken or self.differences or self.faults)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, also for another process; `Report.from_json` reads it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, told: Json) -> Report:
        chains = tuple(
            ChainReport(**{**one, "faults": tuple(Message(**each) for each in one["faults"])})
            for one in told["chains"]
        )
        return cls(
            told["manifest"],
            told["title"],
            told["entries"],
            told["rounds"],
            told["computed"],
            tuple(told["amendments"]),
            tuple(told["altered"]),
            chains,
            tuple(Difference(**one) for one in told["differences"]),
            tuple(Fault(**one) for one in told["faults"]),
        )


def check(content: bytes, limits: Limits | None = None) -> Report:
    """A package looked at from all sides. Raises PackageError for what is none."""
    files = opened(content, limits)
    manifest, results = _object(files, MANIFEST), _object(files, RESULTS)
    if manifest.get("format") != FORMAT:
        raise PackageError(N_("The package is of a kind that isn't known here."))
    chains, altered = _object(files, CHAINS), altered_files(files)
    report = Report(manifest=manifest, amendments=_amendments(files), altered=altered)
    try:
        contest, computed = _computed(files[CONTEST])
    except ContestFileError as error:
        return dataclasses.replace(report, faults=error.faults[:MOST_FAULTS])
    return dataclasses.replace(
        report,
        **_names(contest),
        computed=computed,
        chains=_chains(chains, contest, results, manifest),
        differences=tuple(differences(results, computed)),
    )


def check_file(content: bytes) -> Report:
    """A contest file alone: what comes out, or why nothing does."""
    try:
        contest, computed = _computed(content)
    except ContestFileError as error:
        return Report(faults=error.faults[:MOST_FAULTS])
    return Report(**_names(contest), computed=computed)


def _names(contest: Json) -> dict[str, Any]:
    entries = {one["id"]: one.get("name") or one["id"] for one in contest.get("entries", ())}
    rounds = {one["id"]: one.get("title") or one["id"] for one in contest["rounds"]}
    return {"title": contest["title"], "entries": entries, "rounds": rounds}


def _computed(content: bytes) -> tuple[Json, Json]:
    document = loads(content)
    contest = load(document)
    _refuse_giants(contest.document)
    return contest.document, compute(contest).to_json()


def _refuse_giants(document: Json) -> None:
    """A file of strangers must not hold a whole hall up."""
    items = {one["id"]: len(one.get("items", ())) for one in document["schemes"]}
    everybody = len(document.get("entries", ()))
    places = 0
    for one in document["rounds"]:
        given = one.get("entries")
        entries = everybody if given is None else len(given)
        places += entries * max(len(one.get("judges", ())), 1) * max(items[one["scheme"]], 1)
    if places > MOST_PLACES:
        words = N_("is too large: at most {most} fit")
        raise ContestFileError([Fault("rounds", words, {"most": MOST_PLACES})])


def _chains(chains: Json, contest: Json, results: Json, manifest: Json) -> tuple[ChainReport, ...]:
    """One report for each stated round; a round without a chain has a broken one."""
    rounds = {one["id"]: one for one in contest["rounds"]}
    by_round = {str(one.get("round")): one for one in _objects(chains, "rounds")}
    promised = {str(one.get("id")): one for one in _objects(manifest, "rounds")}
    stated = [str(one.get("id")) for one in _objects(results, "rounds")]
    missing = (Message(N_("The package holds no chain of this round.")),)
    return tuple(
        check_chain(by_round[name], rounds.get(name), promised.get(name, {}))
        if name in by_round
        else ChainReport(name[:64], 0, 0, "", missing)
        for name in stated
    )


def _amendments(files: Mapping[str, bytes]) -> tuple[Json, ...]:
    return tuple(_objects(_object(files, AMENDMENTS), "amendments"))


def _objects(document: Json, key: str) -> list[Json]:
    value = document.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _object(files: Mapping[str, bytes], name: str) -> Json:
    try:
        value = loads(files[name])
    except ContestFileError as error:
        raise PackageError(
            N_("{name} can't be read: {reason}."), name=name, reason=str(error)
        ) from error
    if not isinstance(value, dict):
        raise PackageError(N_("{name} can't be read: {reason}."), name=name, reason="{ }")
    return value
