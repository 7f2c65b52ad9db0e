"""What is played of a contest file, in which order, and how long is waited."""

from blueprints.contests.replay import Pace, script_of
from blueprints.contests.replay.script import Cue
from tests.support.contest_files import small_contest


def test_judges_are_excused_first_and_rulings_come_last() -> None:
    cues = script_of(small_contest()).cues
    assert cues[0].kind == "excuse"
    assert [cue.kind for cue in cues[-3:]] == ["status", "deduct", "decide"]
    assert cues[-1].order == ("A03", "A01")


def test_every_entrant_is_called_and_every_sheet_locked_after_its_last_mark() -> None:
    script = script_of(small_contest())
    assert script.marks == 9
    assert [cue.entry for cue in script.cues if cue.kind == "call"] == ["A01", "A02", "A03", "A01"]
    locks = [n for n, cue in enumerate(script.cues) if cue.kind == "lock"]
    assert len(locks) == 8
    for n in locks:
        lock = script.cues[n]
        later = [c for c in script.cues[n:] if c.kind == "mark"]
        assert (lock.entry, lock.judge) not in [(c.entry, c.judge) for c in later]


def test_a_judge_who_is_away_is_excused_for_everybody() -> None:
    document = small_contest(recusals=[], absences=[{"judge": "J3"}], marks=[])
    cues = [cue for cue in script_of(document).cues if cue.kind == "excuse"]
    assert [cue.entry for cue in cues] == ["A01", "A02", "A03", "A04"]
    assert {cue.fields["what"] for cue in cues} == {"absent"}


def test_only_the_named_rounds_are_played() -> None:
    document = small_contest()
    document["rounds"].append({**document["rounds"][0], "id": "gala"})
    assert script_of(document).rounds() == ["final", "gala"]
    assert script_of(document, {"gala"}).rounds() == ["gala"]


def mark(at: str | None) -> Cue:
    marks = [
        {"judge": "J1", "entry": "A01", "item": "show", "value": "9", **({"at": at} if at else {})}
    ]
    (cue,) = [c for c in script_of(small_contest(marks=marks)).cues if c.kind == "mark"]
    return cue


def test_the_pace_follows_the_files_times_or_a_steady_beat() -> None:
    early, late = mark("2026-05-12T09:00:00+08:00"), mark("2026-05-12T09:00:10+08:00")
    assert Pace(10).before(late, early) == 1.0
    assert Pace(10).before(early, late) == 0.0
    assert Pace(1).before(late, early) == 3.0
    assert Pace(4).before(mark(None), mark(None)) == 0.5
    assert Pace(4).before(mark("2026-05-12T09:00:00"), early) == 0.5
    assert Pace(4).before(late, None) == 0.0
