"""What goes into a contest's archive: everything by which its results can be defended later.

Nothing but plain files: JSON, lines of JSON, tables, pictures, PDFs, and a list of SHA-256.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import (
    Appeal,
    Contest,
    Entry,
    Judge,
    LedgerKind,
    LedgerRow,
    ResultPackage,
    Round,
)
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.queries.notices import objections_of
from blueprints.contests.queries.results import result_document, result_view
from blueprints.contests.queries.results_table import result_table
from blueprints.contests.sealing import unseal
from store import AuditEntry, db
from store.files import files
from web.sheets import write_rows

README = """\
Guildhall archive of a contest · 匠台竞赛归档

contest.json          the contest file: set-up and every mark; `flask contest score` computes it
ledgers/*.jsonl       every row of each round's ledger, with the hash of the row before it
results/              results as they stand: JSON, table, printed sheet
appeals.json          appeals in full, with rulings
objections.json       objections during the public notice, with answers
signatures/           the judges' signatures, named by their SHA-256 in the ledger
audit.jsonl           what staff did, as the audit log has it
package.zip           the result package that was published
SHA256SUMS            of every file; check with: sha256sum -c SHA256SUMS

contest.json          竞赛文件：全部设置与每一项评分，可用 `flask contest score` 重新计算
ledgers/*.jsonl       各轮次台账的每一行，含前一行的哈希值
results/              成绩：JSON、表格、成绩单
appeals.json          申诉原文与裁决
objections.json       公示期间的异议与答复
signatures/           裁判签名，以台账中的 SHA-256 命名
audit.jsonl           工作人员操作记录（审计日志摘录）
package.zip           已公布的成绩包
SHA256SUMS            各文件的校验和
"""

Part = tuple[str, bytes]


def packed(contest: Contest, more: Iterable[Part]) -> bytes:
    """The archive as a zip; the same contest gives the same bytes. `more`: further files."""
    assert contest.archived_at is not None
    parts = dict(sorted([*_parts(contest), *more]))
    sums = [f"{hashlib.sha256(body).hexdigest()}  {name}" for name, body in parts.items()]
    parts["SHA256SUMS"] = ("\n".join(sums) + "\n").encode()
    out = io.BytesIO()
    stamp = contest.archived_at.timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, body)
    return out.getvalue()


def _parts(contest: Contest) -> Iterator[Part]:
    rounds = [round_ for event in contest.events for round_ in event.rounds]
    yield "README.txt", README.encode()
    yield "contest.json", _json(contest_file(contest, Audience.DESK))
    yield "appeals.json", _json([one for round_ in rounds for one in _appeals(round_)])
    yield "objections.json", _json([one for round_ in rounds for one in _objections(round_)])
    yield "audit.jsonl", _lines(_audit(contest, rounds))
    for round_ in rounds:
        yield from _of_round(round_)
    yield from _package(contest)


def _of_round(round_: Round) -> Iterator[Part]:
    yield f"ledgers/{round_.ref}.jsonl", _lines(_ledger(round_))
    yield f"results/{round_.ref}.json", _json(result_document(round_.id, Audience.PUBLIC))
    table = result_table(result_view(round_.id, Audience.PUBLIC))
    rows = [*table.rows, *table.below]
    yield f"results/{round_.ref}.xlsx", write_rows(round_.ref[:30], table.head, rows)
    signed = db.session.scalars(
        sa.select(LedgerRow.data).where(
            LedgerRow.round_id == round_.id, LedgerRow.kind == LedgerKind.SIGNED
        )
    )
    for name in {data["image"] for data in signed if "image" in data}:
        yield f"signatures/{name}.png", files().read(name)


def _ledger(round_: Round) -> Iterator[dict[str, Any]]:
    rows = db.session.execute(
        sa.select(LedgerRow, Entry.ref, Judge.ref)
        .outerjoin(Entry, Entry.id == LedgerRow.entry_id)
        .outerjoin(Judge, Judge.id == LedgerRow.judge_id)
        .where(LedgerRow.round_id == round_.id)
        .order_by(LedgerRow.seq)
    )
    for row, entry, judge in rows:
        yield {
            "seq": row.seq,
            "kind": row.kind,
            "entry": entry,
            "judge": judge,
            "item": row.item,
            "attempt": row.attempt,
            "value": row.value,
            "note": row.note,
            "data": row.data,
            "actor": row.actor,
            "actor_name": row.actor_name,
            "key": row.key,
            "made_at": row.made_at.isoformat() if row.made_at else None,
            "at": row.at.isoformat(),
            "previous_hash": row.previous_hash,
            "hash": row.hash,
        }


def _appeals(round_: Round) -> Iterator[dict[str, Any]]:
    found = db.session.scalars(
        sa.select(Appeal).where(Appeal.round_id == round_.id).order_by(Appeal.number)
    )
    for one in found:
        yield {
            "round": round_.ref,
            "number": one.number,
            "entry": one.entry.ref,
            "name": unseal(one.name),
            "words": unseal(one.words),
            "words_sha256": one.words_hash,
            "via": one.via,
            "received_at": one.received_at.isoformat(),
            "heard_by": one.heard_by_name,
            "outcome": one.outcome,
            "ruling": one.ruling,
            "ruled_by": one.ruled_by_name,
            "ruled_at": one.ruled_at.isoformat() if one.ruled_at else None,
        }


def _objections(round_: Round) -> Iterator[dict[str, Any]]:
    for one in objections_of(round_.id, with_words=True):
        yield {
            "round": round_.ref,
            "number": one.number,
            "name": one.name,
            "words": one.words,
            "words_sha256": one.words_hash,
            "lodged_at": one.lodged_at.isoformat(),
            "outcome": one.outcome,
            "answer": one.answer,
            "answered_by": one.answered_by,
        }


def _audit(contest: Contest, rounds: list[Round]) -> Iterator[dict[str, Any]]:
    judges = db.session.scalars(sa.select(Judge.id).where(Judge.contest_id == contest.id))
    subjects = [f"contest:{contest.id}", *(f"round:{one.id}" for one in rounds)]
    subjects += [f"judge:{judge_id}" for judge_id in judges]
    entries = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.subject.in_(subjects)).order_by(AuditEntry.id)
    )
    for one in entries:
        yield {
            "at": one.at.isoformat(),
            "actor": one.actor,
            "actor_name": one.actor_name,
            "action": one.action,
            "subject": one.subject,
            "detail": one.detail,
            "hash": one.hash,
        }


def _package(contest: Contest) -> Iterator[Part]:
    newest = db.session.scalar(
        sa.select(ResultPackage.file)
        .where(ResultPackage.contest_id == contest.id)
        .order_by(ResultPackage.version.desc())
        .limit(1)
    )
    if newest is not None:
        yield "package.zip", files().read(newest)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _lines(values: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in values).encode()
