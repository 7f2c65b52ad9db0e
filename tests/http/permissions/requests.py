"""A well-formed request for every address, so that an answer tells of rights and nothing else."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.http.permissions import (
    campaign_requests,
    class_requests,
    entering_requests,
    papers_requests,
    quiz_requests,
    reveal_requests,
)
from tests.http.permissions.cast import Scene

NOT_OURS = ("static",)  # files that everybody may have


def addresses(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    """(endpoint, method, rule) of everything that can be asked for over HTTP."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if rule.endpoint not in NOT_OURS:
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
                yield rule.endpoint, method, rule


def ask(scene: Scene, role: str, endpoint: str, method: str, rule: Rule) -> TestResponse:
    """Let this role ask for the address, about the scene's own contest and people."""
    path = path_of(scene, endpoint, rule)
    fields = fields_of(scene, endpoint)
    if method == "GET":
        return scene.visitor(role).get(path, query_string=asked_of(scene, endpoint, fields))
    query = asked_of(scene, endpoint, {})
    return scene.visitor(role).post(path, query_string=query, data=fields)


def asked_of(scene: Scene, endpoint: str, fields: dict[str, Any]) -> dict[str, str]:
    """What stands behind the question mark of the address; no file can stand there."""
    queries = papers_requests.QUERIES.get(endpoint, {})
    texts = {name: text for name, text in fields.items() if isinstance(text, str)}
    return {**texts, **{name: text(scene) for name, text in queries.items()}}


def fields_of(scene: Scene, endpoint: str) -> dict[str, Any]:
    """The form as a person would send it."""
    fields = {name: text(scene) for name, text in FIELDS.get(endpoint, {}).items()}
    return fields | (_ranks(scene) if endpoint == "contests.desk_decide_tie" else {})


def _ranks(scene: Scene) -> dict[str, Any]:
    keys = [scene.hall.entry(0).key, scene.hall.entry(1).key]
    return {"entry": keys, f"rank-{keys[0]}": "1", f"rank-{keys[1]}": "2"}


def path_of(scene: Scene, endpoint: str, rule: Rule, place: str | None = None) -> str:
    """The address filled in from the scene, or with `place` wherever it has a variable."""
    return re.sub(
        r"<(?:[^:<>]+:)?(\w+)>", lambda found: place or _value(scene, endpoint, found[1]), rule.rule
    )


OF_FEATURES = (
    papers_requests.value,
    class_requests.value,
    entering_requests.value,
    campaign_requests.value,
    reveal_requests.value,
    quiz_requests.value,
)


def _value(scene: Scene, endpoint: str, name: str) -> str:
    for of_feature in OF_FEATURES:
        special = of_feature(scene, endpoint, name)
        if special is not None:
            return special
    if name == "round_id" and endpoint in OF_THE_PUBLISHED:
        return str(scene.prized.round_id)
    return str(
        {
            "contest_id": scene.hall.contest_id,
            "event_id": scene.hall.round.event_id,
            "round_id": scene.hall.round_id,
            "judge_id": scene.hall.judges[0].id,
            "entry_key": scene.hall.entry(0).key,
            "key": scene.hall.entry(0).key,
            "seq": scene.deduction,
            "number": 1,
            "organisation_id": scene.below,
            "account_id": scene.clerk,
            "grant_id": scene.grant,
            "name": "close",
            "code": "no-such-code",
            "token": "no-such-token",
            "fingerprint": "0" * 32,
        }[name]
    )


_KEY = {"key": lambda scene: str(uuid.uuid4())}
_ENTRY = {"entry": lambda scene: scene.hall.entry(0).key}
_WHY = {"reason": lambda scene: "设备故障"}

LETTER = {
    **_KEY,
    "words": lambda scene: "成绩有误",
    "name": lambda scene: "领队示一",
    "contact": lambda scene: "leader@example.org",
}
# Asked about the round that is published; the scene's own is still being judged.
OF_THE_PUBLISHED = (
    "contests.results_trail",
    "contests.notice_public",
    "contests.notice_object",
    "contests.notice_page",
    "contests.notice_begin",
    "contests.amendments_page",
    "contests.appeals_page",
)

FIELDS = {
    **papers_requests.PAPER_FIELDS,
    **class_requests.FIELDS,
    **entering_requests.FIELDS,
    **reveal_requests.FIELDS,
    **campaign_requests.FIELDS,
    **quiz_requests.FIELDS,
    "contests.desk_call": _ENTRY,
    "contests.desk_pause": _KEY,
    "contests.desk_resume": _KEY,
    "contests.desk_take_step": {**_KEY, **_WHY},
    "contests.desk_deduct": {**_KEY, **_WHY, "points": lambda scene: "1"},
    "contests.desk_withdraw_deduction": {**_KEY, **_WHY},
    "contests.desk_set_status": {**_KEY, **_WHY, "status": lambda scene: "dns"},
    "contests.desk_enter_mark": {
        **_KEY,
        "item": lambda scene: "theory",
        "attempt": lambda scene: "1",
        "value": lambda scene: "60",
    },
    "contests.desk_treat_judge": {
        **_KEY,
        **_WHY,
        "judge": lambda scene: str(scene.hall.judges[1].id),
        "what": lambda scene: "absent",
    },
    "contests.desk_answer_request": {
        **_KEY,
        "judge": lambda scene: str(scene.hall.judges[1].id),
        "answer": lambda scene: "grant",
    },
    "contests.desk_decide_tie": {**_KEY, **_WHY, "kind": lambda scene: "tie_break"},
    "contests.amendments_ask": {
        **_KEY,
        **_ENTRY,
        **_WHY,
        "change": lambda scene: "status",
        "value": lambda scene: "dns",
    },
    "contests.amendments_decide": {**_KEY, **_WHY, "answer": lambda scene: "approve"},
    "contests.appeals_lodge": {**_ENTRY, **LETTER},
    "contests.appeals_rule": {
        **_KEY,
        "outcome": lambda scene: "refused",
        "ruling": lambda scene: "维持原判",
    },
    "contests.appealing_lodge": LETTER,
    "contests.notice_object": LETTER,
    "contests.notice_begin": _KEY,
    "contests.notice_answer": {
        **_KEY,
        "outcome": lambda scene: "refused",
        "answer": lambda scene: "经核实无误",
    },
    "contests.life_choose": {"preset": lambda scene: "reading"},
    "contests.setup_add_event": {"title": lambda scene: "车工"},
    "contests.setup_add_judge": {"name": lambda scene: "陶示一"},
    "contests.setup_add_judges": {"lines": lambda scene: "陶示一\n姜示二"},
    "contests.setup_rename_judge": {"name": lambda scene: "陶示一"},
    "contests.judging_mark": {
        **_KEY,
        **_ENTRY,
        "item": lambda scene: "content",
        "value": lambda scene: "7",
    },
    "contests.judging_lock": {**_KEY, **_ENTRY},
    "contests.judging_ask": {**_KEY, **_ENTRY, **_WHY},
    "contests.judging_state": {"round": lambda scene: str(scene.hall.round_id)},
    "contests.alarms_remark": {
        **_KEY,
        **_WHY,
        "judge": lambda scene: str(scene.hall.judges[1].id),
        "item": lambda scene: "content",
    },
    "contests.alarms_settle": {**_KEY, **_WHY, "fingerprint": lambda scene: "0" * 32},
    "contests.alarms_set_limits": {"spread-content": lambda scene: "5"},
    "contests.spot_check_draw": {**_KEY, "number": lambda scene: "42"},
    "contests.spot_check_record": {**_KEY, "found": lambda scene: "ok"},
    "contests.codes_draw": {"prefix": lambda scene: "B"},
    "contests.recusals_decide": {
        **_KEY,
        "judge": lambda scene: str(scene.hall.judges[1].id),
        "answer": lambda scene: "recuse",
    },
    "contests.recusals_mentorships": {"lines": lambda scene: "钱示一 赵示一"},
    "contests.announcer_eyes": {"everything": lambda scene: "1"},
    "contests.announcer_notes": {"say-nobody": lambda scene: "zhào"},
    "contests.signing_paper": {**_KEY, **_WHY},
    "contests.signing_sign": {**_KEY, "seen": lambda scene: "0" * 64},
    "home.preferences": {"theme": lambda scene: "dark"},
}
