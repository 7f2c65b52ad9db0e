"""Having the renderer lay rows out, and finding the row that breaks it."""

from typing import Any

from blueprints.certificates.services.batches.documents import Design
from blueprints.certificates.studio import studio
from documents import ChildError, Finding, Row, TemplateError
from documents.travel import finding_to_json

ALIKE = 3  # after so many rows have failed for the same reason, the others are not tried
OF_THE_TEMPLATE = frozenset({"syntax", "refused"})

Findings = list[dict[str, Any]]


def examined(design: Design, rows: dict[int, Row]) -> dict[int, Findings]:
    """Findings by row id. A row that can't be laid out is `broken`, and no other for its sake."""
    try:
        return dict(zip(rows, _examine(design, list(rows.values())), strict=True))
    except (TemplateError, ChildError) as problem:
        if len(rows) == 1 or problem.code in OF_THE_TEMPLATE:
            return {row_id: [broken(problem)] for row_id in rows}
    return _one_by_one(design, rows)


def broken(problem: TemplateError | ChildError) -> dict[str, Any]:
    """A row (or all of them) that can't be drawn, or not without leaving something out."""
    if problem.code == "lost":
        return {"code": "lost", "field": problem.detail, "detail": {}}
    why = f"{problem.code}: {problem.detail}" if problem.detail else problem.code
    return {"code": "broken", "field": "", "detail": {"why": why[:200], "line": problem.line}}


def _one_by_one(design: Design, rows: dict[int, Row]) -> dict[int, Findings]:
    found: dict[int, Findings] = {}
    failed: list[dict[str, Any]] = []
    for row_id, row in rows.items():
        if len(failed) == len(found) >= ALIKE and failed.count(failed[0]) == len(failed):
            found[row_id] = [failed[0]]
            failed.append(failed[0])
            continue
        try:
            found[row_id] = _examine(design, [row])[0]
        except (TemplateError, ChildError) as problem:
            failed.append(broken(problem))
            found[row_id] = [failed[-1]]
    return found


def _examine(design: Design, rows: list[Row]) -> list[Findings]:
    found = studio().renderer.examine(design.template, rows, design.options)
    return [[_plain(one) for one in findings] for findings in found]


def _plain(finding: Finding) -> dict[str, Any]:
    return finding_to_json(finding)
