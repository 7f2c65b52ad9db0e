"""What a check of a package found, as it is told: the verdict, who signed, what differs."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import Contest, ResultPackage
from blueprints.contests.queries.packages import PackageLine, line_of
from blueprints.contests.rules import in_words
from scoring.package import SIGNATURE, Difference, Report, signed_part, stated_sums
from store import db
from store.files import files
from store.signatures import Signer, keeper

_REF = re.compile(r"[^\s,:]+")


class Verdict(StrEnum):
    """What is said first."""

    PROVEN = "proven"  # all agrees, and a body of this installation signed it
    AGREES = "agrees"  # all agrees; who made it is another question
    FOREIGN = "foreign"  # all agrees, but it isn't what was published here for this contest
    DIFFERS = "differs"
    COMPUTED = "computed"  # a contest file alone: nothing was stated
    UNUSABLE = "unusable"  # the contest file in it has faults


@dataclass(frozen=True)
class Recomputed:
    """`ours`: the package as it was published here, and `newest` of its contest.

    `other_files` are those in which it is not the version that it says it is.
    """

    verdict: Verdict
    report: Report
    is_package: bool
    signer: Signer | None
    signed: bool
    ours: PackageLine | None
    newest: PackageLine | None
    other_files: tuple[str, ...] = ()

    def round_title(self, ref: str) -> str:
        return self.report.rounds.get(ref, ref)

    def entry_name(self, ref: str) -> str:
        return self.report.entries.get(ref, ref)

    def named(self, text: str) -> str:
        """A list of entrants with their names."""
        return _REF.sub(lambda found: self.entry_name(found[0]), text)


def examined(content: bytes, recompute: Callable[[bytes], Report]) -> Recomputed:
    """The whole check. Raises what `recompute` raises, and `store.signatures.Busy`."""
    report, is_package = recompute(content), content.startswith(b"PK")
    if not is_package:
        verdict = Verdict.UNUSABLE if report.faults else Verdict.COMPUTED
        return Recomputed(verdict, report, False, None, False, None, None)
    listed, signature = signed_part(content)
    signer = keeper().look(listed, signature) if signature else None
    verdict = _verdict(report, signer, signed=signature is not None)
    found = Recomputed(verdict, report, True, signer, signature is not None, *_known(content))
    return found if found.ours else _beside_the_published(found, listed)


def _verdict(report: Report, signer: Signer | None, *, signed: bool) -> Verdict:
    if report.faults:
        return Verdict.UNUSABLE
    if not report.agrees or (signed and (signer is None or not signer.intact)):
        return Verdict.DIFFERS
    return Verdict.PROVEN if signer and signer.body else Verdict.AGREES


def _known(content: bytes) -> tuple[PackageLine | None, PackageLine | None]:
    """By its sum: byte for byte the file that was published here."""
    query = sa.select(ResultPackage).where(
        ResultPackage.file == hashlib.sha256(content).hexdigest()
    )
    found = db.session.scalar(query.limit(1))
    if found is None:
        return None, None
    newest = db.session.scalar(
        sa.select(ResultPackage)
        .where(ResultPackage.contest_id == found.contest_id)
        .order_by(ResultPackage.version.desc())
        .limit(1)
    )
    return line_of(found), line_of(newest) if newest else None


def _beside_the_published(found: Recomputed, listed: bytes) -> Recomputed:
    """The same, where it names a contest of which this installation published another file.

    Files are compared by their sums: a stranger's zip isn't unpacked in this process.
    """
    published = _published_of(found.report.manifest)
    if published is None:
        return found
    theirs = stated_sums(listed)
    here = stated_sums(signed_part(files().read(published.file))[0])
    other = {name for name in {*theirs, *here} if theirs.get(name) != here.get(name)}
    other |= set(found.report.altered) or (set() if other else {SIGNATURE})
    verdict = Verdict.FOREIGN if found.verdict is Verdict.AGREES else found.verdict
    names = tuple(sorted(other))
    return replace(found, verdict=verdict, newest=line_of(published), other_files=names)


def _published_of(manifest: Mapping[str, Any]) -> ResultPackage | None:
    """The version that a manifest names, else the newest; of contests that everybody may see."""
    contest = manifest.get("contest")
    ref = contest.get("ref") if isinstance(contest, dict) else None
    if not isinstance(ref, str):
        return None
    query = (
        sa.select(ResultPackage)
        .join(Contest, Contest.id == ResultPackage.contest_id)
        .where(Contest.ref == ref[:64], Contest.public)
        .order_by(ResultPackage.version.desc())
    )
    versions = db.session.scalars(query).all()
    named = (one for one in versions if one.version == manifest.get("version"))
    return next(named, versions[0] if versions else None)


def what_differs(difference: Difference) -> str:
    """What a difference is about, in words; a part by its own id."""
    words = {
        "place": _("Place"),
        "tied": _("Shared place"),
        "last_place": _("Shared place"),
        "total": _("Total"),
        "status": _("Status"),
        "passed": _("Pass line"),
        "decided_by": _("Tie decided by"),
        "advanced": _("Who goes on"),
        "certain": _("Who certainly goes on"),
        "prizes": _("Prizes"),
        "entry": _("Entrant"),
        "round": _("Round"),
    }
    return words.get(difference.what, difference.what)


def told_value(text: str) -> str:
    """A stated or computed value; the engine's own sentences in the reader's language."""
    sentences = {
        "not stated": _("not stated"),
        "does not come out": _("does not come out"),
        "True": _("yes"),
        "False": _("no"),
        "": "–",
    }
    return sentences.get(text, text)


def chain_faults(report: Report) -> list[tuple[str, str]]:
    """(round, sentence) of whatever is wrong with the chains."""
    return [
        (report.rounds.get(chain.round, chain.round), in_words(fault))
        for chain in report.chains
        for fault in chain.faults
    ]
