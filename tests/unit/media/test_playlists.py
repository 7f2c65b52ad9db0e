"""One playlist of many runs: order, gaps, windows, signatures."""

from datetime import UTC, datetime, timedelta

import pytest

from media import playlist
from media.playlist import Run, Segment
from media.signing import LIVES, Kind, Signer

NOW = datetime(2026, 5, 12, 1, 10, tzinfo=UTC)
FFMPEG = """#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-MAP:URI="init.mp4"
#EXTINF:2.000000,
00000.m4s
#EXTINF:1.960000,
00001.m4s
#EXTINF:2.0"""


def run(name: str, count: int, starts: float = 0.0) -> Run:
    return Run(name, starts, tuple(Segment(f"{n:05d}.m4s", 2.0) for n in range(count)))


def lines(text: str, start: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(start)]


def test_only_finished_segments_are_read() -> None:
    assert playlist.read(FFMPEG) == (Segment("00000.m4s", 2.0), Segment("00001.m4s", 1.96))


def test_a_replay_holds_every_run_with_its_own_beginning() -> None:
    text = playlist.replay([run("a", 2), run("empty", 0), run("b", 1, 100.0)])
    assert [line for line in text.splitlines() if line.endswith(".m4s")] == [
        "a/00000.m4s",
        "a/00001.m4s",
        "b/00000.m4s",
    ]
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1
    assert lines(text, "#EXT-X-MAP") == [
        '#EXT-X-MAP:URI="a/init.mp4"',
        '#EXT-X-MAP:URI="b/init.mp4"',
    ]
    assert lines(text, "#EXT-X-PROGRAM-DATE-TIME")[1].endswith("1970-01-01T00:01:40.000Z")
    assert text.endswith("#EXT-X-ENDLIST\n")


def test_a_live_playlist_slides_and_goes_on_counting() -> None:
    """A player that asks again finds its place by the numbers."""
    runs = [run("a", 30), run("b", 100, 60.0)]
    text = playlist.live(runs)
    assert lines(text, "#EXT-X-MEDIA-SEQUENCE") == ["#EXT-X-MEDIA-SEQUENCE:85"]
    assert lines(text, "#EXT-X-DISCONTINUITY-SEQUENCE") == ["#EXT-X-DISCONTINUITY-SEQUENCE:1"]
    assert text.count(".m4s") == 45
    assert lines(text, "#EXT-X-PROGRAM-DATE-TIME")[0].endswith("1970-01-01T00:02:50.000Z")
    assert "ENDLIST" not in text


def test_a_window_over_a_gap_keeps_the_gap() -> None:
    text = playlist.live([run("a", 50), run("b", 10)])
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1
    assert lines(text, "#EXT-X-DISCONTINUITY-SEQUENCE") == ["#EXT-X-DISCONTINUITY-SEQUENCE:0"]
    assert lines(text, "#EXT-X-MEDIA-SEQUENCE") == ["#EXT-X-MEDIA-SEQUENCE:15"]


def test_nothing_yet_is_a_valid_playlist() -> None:
    assert playlist.live([]).startswith("#EXTM3U\n")


@pytest.mark.parametrize("kind", ["live", "replay"])
def test_a_signature_opens_one_kind_of_one_session_for_its_time(kind: Kind) -> None:
    signer, life = Signer("key"), LIVES[kind]
    token = signer.token(kind, "room", NOW)
    sure, over = timedelta(seconds=life.kept_s), timedelta(seconds=life.kept_s + life.step_s)
    assert signer.check(kind, token, "room", NOW + sure) == 200
    assert signer.check(kind, token, "room", NOW + over) == 410
    assert signer.check(kind, token, "other", NOW) == 403
    assert signer.check("replay" if kind == "live" else "live", token, "room", NOW) == 403
    assert Signer("other key").check(kind, token, "room", NOW) == 403


def test_the_live_picture_is_open_for_half_an_hour_at_most() -> None:
    """Whoever was put out keeps no address that works longer."""
    assert sum(LIVES["live"]) <= 30 * 60


@pytest.mark.parametrize("token", ["", "1-", "x-y", "99999999999-" + "A" * 22, "1" * 400])
def test_a_made_up_token_opens_nothing(token: str) -> None:
    assert Signer("key").check("live", token, "room", NOW) == 403


def test_viewers_of_some_minutes_share_their_addresses() -> None:
    signer, start = Signer("key"), NOW.replace(minute=0, second=0)
    later = start + timedelta(seconds=LIVES["live"].step_s - 1)
    assert signer.token("live", "room", start) == signer.token("live", "room", later)
