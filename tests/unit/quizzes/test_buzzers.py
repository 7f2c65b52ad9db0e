"""Fair buzzers: what a phone's word is worth, who is first, and how little lies gain."""

import random

import pytest

from bench.buzzer import QUICK, STRICT, hold
from bench.peers.buzzers import CHEATS, crossed, hall, mixed
from blueprints.quizzes.rules.buzzers import (
    BuzzerRules,
    Exchange,
    Finger,
    Verdict,
    decide,
    read_clock,
    stamp,
)

RULES = BuzzerRules()
HOUR = 3_600_000_000
NOW = 1_795_000_000_000_000  # the server's clock has 16 digits


def exchange(at: int, up: int, down: int, offset: int = HOUR, echo: int | None = None) -> Exchange:
    """One exchange of a phone whose clock is `offset` behind; it asks at the server's `at`."""
    answered = at + up + 100
    return Exchange(at - offset, at + up, answered, answered + down - offset, echo or up + down)


def test_the_quickest_ways_of_different_exchanges_are_joined() -> None:
    """Quick there in one, quick back in another: together they say more than each alone."""
    found = read_clock(
        [exchange(NOW, 10_000, 90_000), exchange(NOW + 200_000, 90_000, 10_000)],
        NOW + 400_000 - HOUR,
        RULES,
    )
    assert found is not None
    assert abs(found.offset - HOUR) <= found.width / 2
    assert found.width < 21_000
    assert found.round_trip == 100_000


def test_times_over_a_second_and_hours_do_not_wrap() -> None:
    """A press is placed to the millisecond beside clocks that are days apart."""
    clock = [exchange(NOW - 2_500_000, 5_000, 5_000, offset=-90 * HOUR)]
    pressed = NOW + 90 * HOUR
    found = stamp(NOW + 5_000, pressed, read_clock(clock, pressed, RULES), RULES)
    assert abs(found.at - NOW) < 1_000


def test_exchanges_that_contradict_each_other_are_worth_nothing() -> None:
    moved = exchange(NOW + 100_000, 5_000, 5_000, offset=HOUR + 90_000)
    clock = [exchange(NOW, 5_000, 5_000), moved]
    assert read_clock(clock, NOW + 300_000 - HOUR, RULES) is None


def test_old_exchanges_and_none_leave_the_arrival() -> None:
    """What counts then is when it arrived; who pressed later can't be sure to have been first."""
    pressed = NOW - HOUR
    old = [exchange(NOW - 61_000_000, 5_000, 5_000)]
    assert read_clock(old, pressed, RULES) is None
    for reading in (None, read_clock([], pressed, RULES)):
        found = stamp(NOW, pressed, reading, RULES)
        assert (found.at, found.latest) == (NOW, NOW)
        assert found.earliest == NOW - RULES.credible_us
        assert found.claimed is None


def test_a_full_round_trip_is_never_subtracted() -> None:
    """Whoever claims to have pressed long ago is believed one way, not two."""
    clock = [exchange(NOW - 500_000, 10_000, 10_000)]
    pressed = NOW - 400_000 - HOUR
    found = stamp(NOW, pressed, read_clock(clock, pressed, RULES), RULES)
    assert found.latest == found.at == NOW - RULES.one_way_us(20_000)
    assert found.latest > NOW - 20_000


def test_no_press_counts_after_its_arrival() -> None:
    clock = [exchange(NOW - 500_000, 10_000, 10_000)]
    pressed = NOW + 900_000 - HOUR
    found = stamp(NOW, pressed, read_clock(clock, pressed, RULES), RULES)
    assert max(found.earliest, found.at, found.latest) <= NOW


def test_who_says_to_have_pressed_before_the_opening_was_early_however_slow_the_line() -> None:
    """Ways of 100 ms: the bound alone would have a finger at −50 ms count at +10 ms, and win."""
    clock = [exchange(NOW - 900_000, 100_000, 100_000)]

    def pressed(at: int) -> Finger:
        found = stamp(
            NOW + at + 100_000, NOW + at - HOUR, read_clock(clock, NOW - HOUR, RULES), RULES
        )
        return Finger(at, at, found.earliest, found.latest, found.surely_by)

    early, fair = pressed(-50_000), pressed(300_000)
    assert early.latest == NOW + 10_000
    found = decide([early, fair], opened=NOW)
    assert found.verdicts[early.id] == Verdict.EARLY
    assert found.first == fair.id
    assert decide([pressed(1_000), fair], opened=NOW).first == 1_000, "doubt is for the team"


def test_who_was_early_is_out_with_all_seats() -> None:
    """The early press of a slow seat, and a team mate's that seems to have been the first."""
    slow, quick = Finger(1, 1, 80, 130, 95), Finger(2, 1, 118, 122, 122)
    found = decide([slow, quick, finger(3, 200)], opened=100)
    assert found.verdicts == {1: Verdict.EARLY, 2: Verdict.LOCKED, 3: Verdict.FIRST}


def test_whatever_a_phone_says_it_gains_no_more_than_the_bound() -> None:
    """Random words of a phone: what wins is never earlier than the arrival minus the bound."""
    chance = random.Random("lies")
    for _ in range(3_000):
        said = [
            Exchange(
                NOW + chance.randint(-(10**7), 10**7),
                arrived := NOW - chance.randint(0, 10**7),
                arrived + chance.randint(0, 1_000),
                NOW + chance.randint(-(10**7), 10**7),
                chance.choice([None, chance.randint(0, 10**7)]),
            )
            for _ in range(chance.randint(0, 6))
        ]
        pressed = NOW + chance.randint(-(10**7), 10**7)
        found = stamp(NOW, pressed, read_clock(said, pressed, RULES), RULES)
        assert NOW - RULES.trust_us <= found.at <= found.latest <= NOW
        assert NOW - RULES.credible_us <= found.earliest <= found.at
        assert found.surely_by <= found.latest


def finger(number: int, at: int, within: int = 5, team: int | None = None) -> Finger:
    return Finger(number, number if team is None else team, at - within, at + within, at + within)


def test_the_first_wins_and_the_others_are_later() -> None:
    found = decide([finger(1, 120), finger(2, 100), finger(3, 140)], opened=0)
    assert found.first == 2
    assert found.verdicts == {1: Verdict.LATER, 2: Verdict.FIRST, 3: Verdict.LATER}


def test_inside_of_the_uncertainty_nobody_wins() -> None:
    """The third is a slow phone: it arrived last, and may have been the first."""
    found = decide([finger(1, 100), finger(2, 120), finger(3, 150, within=50)], opened=0)
    assert found.first is None
    assert found.verdicts[1] == found.verdicts[3] == Verdict.TOO_CLOSE
    assert found.verdicts[2] == Verdict.LATER


def test_a_team_races_with_its_first_press() -> None:
    found = decide([finger(1, 100, team=7), finger(2, 104, team=7), finger(3, 200)], opened=0)
    assert found.first == 1
    assert found.verdicts[2] == Verdict.DOUBLE


def test_who_was_surely_early_is_out_and_doubt_counts_for_the_team() -> None:
    presses = [finger(1, 90), finger(2, 130, team=1), finger(3, 98), finger(4, 200)]
    found = decide(presses, opened=100)
    assert found.verdicts[1] == Verdict.EARLY
    assert found.verdicts[2] == Verdict.LOCKED
    assert found.first == 3
    assert decide(presses, opened=100, early_is_out=False).verdicts[2] == Verdict.LATER


def test_teams_that_are_out_are_locked() -> None:
    found = decide([finger(1, 100), finger(2, 150)], opened=0, out={1})
    assert (found.first, found.verdicts[1]) == (2, Verdict.LOCKED)


def test_nobody_pressed() -> None:
    assert decide([], opened=0).first is None


@pytest.mark.parametrize("lines", [mixed, hall])
def test_outside_of_the_uncertainty_the_first_finger_wins(lines) -> None:
    """A small run of the benchmark; arrival order is clearly worse."""
    tally = hold(QUICK // 4, "test", lines)
    assert tally.right / tally.decided >= 0.99
    assert tally.by_arrival / tally.races < tally.right / tally.decided


def test_the_strict_setting_takes_nothing_for_granted_about_the_ways() -> None:
    tally = hold(QUICK // 4, "crossed", crossed, rules=STRICT)
    assert tally.decided
    assert tally.right == tally.decided


def test_cheats_gain_less_than_the_bound_and_would_gain_much_without_it() -> None:
    tally = hold(len(CHEATS) * 40, "cheats", hall, cheats=True)
    assert 0 < tally.gain <= RULES.trust_us
