"""What a check of a package found, as it is told: the verdict, who signed, what differs."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import ResultPackage
from blueprints.contests.queries.packages import PackageLine, line_of
from blueprints.contests.rules import in_words
from scoring.package import Difference, Report, signed_part
from store import db
from store.signatures import Signer, keeper

_REF = re.compile(r"[^\s,:]+")


class Verdict(StrEnum):
    """What is said first."""

    PROVEN = "proven"  # all agrees, and a body of this installation signed it
    AGREES = "agrees"  # all agrees; who made it is another question
    DIFFERS = "differs"
    COMPUTED = "computed"  # a contest file alone: nothing was stated
    UNUSABLE = "unusable"  # the contest file in it has faults


@dataclass(frozen=True)
class Recomputed:
    """`ours`: the package as it was published here, and `newest` of its contest."""

    verdict: Verdict
    report: Report
    is_package: bool
    signer: Signer | None
    signed: bool
    ours: PackageLine | None
    newest: PackageLine | None

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
    ours, newest = _known(content)
    verdict = _verdict(report, signer, signed=signature is not None)
    return Recomputed(verdict, report, True, signer, signature is not None, ours, newest)


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
