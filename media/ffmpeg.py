"""How ffmpeg is called: pictures copied where they are H.264, sound always made AAC."""

from functools import cache
from pathlib import Path

from media.types import Kind

SEGMENT_S = "2"
# Below the recorder's two seconds between key frames, so that each of them begins a segment even
# when it comes a little early.
CUT_S = "1.5"
_HLS = (
    "-f", "hls", "-hls_segment_type", "fmp4", "-hls_playlist_type", "event",
    "-hls_flags", "independent_segments+temp_file", "-hls_list_size", "0",
    "-hls_fmp4_init_filename", "init.mp4",
)  # fmt: skip
_X264 = (
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-maxrate", "1500k",
    "-bufsize", "3000k", "-pix_fmt", "yuv420p", "-threads", "2", "-fps_mode", "vfr",
    "-vf", "scale=w='min(1280,iw)':h=-2:force_divisible_by=2",
    "-force_key_frames", "expr:gte(t,n_forced*2)",
)  # fmt: skip
_FULL_SOUND = ("-c:a", "aac", "-b:a", "96k", "-ac", "2", "-ar", "48000")
_LOW_SOUND = ("-c:a", "aac", "-b:a", "48k", "-ac", "1", "-ar", "48000")


@cache
def program() -> str:
    """The ffmpeg that comes with imageio-ffmpeg."""
    import imageio_ffmpeg  # type: ignore[import-untyped]

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def command(kind: Kind, source: str, run: Path) -> list[str]:
    """Read `source` ("pipe:0" or an RTMP address) and write below `run`."""
    return [
        program(), "-hide_banner", "-nostdin", "-loglevel", "warning", "-y",
        "-fflags", "+genpts+discardcorrupt", "-analyzeduration", "1500000", "-probesize", "400000",
        *(("-rw_timeout", "10000000") if source != "pipe:0" else ("-f", _demuxer(kind))),
        "-i", source,
        *_full(kind, run / "v"),
        *(_low(run / "a") if kind.has_audio else ()),
    ]  # fmt: skip


def _demuxer(kind: Kind) -> str:
    return "matroska" if kind.container == "webm" else "mov"


def _full(kind: Kind, folder: Path) -> tuple[str, ...]:
    pictures: tuple[str, ...] = ()
    if kind.has_video:
        pictures = ("-map", "0:v:0", *(("-c:v", "copy") if kind.copied else _X264))
    sound = ("-map", "0:a:0?", *_FULL_SOUND) if kind.has_audio else ()
    cut = CUT_S if kind.has_video else SEGMENT_S
    return (*pictures, *sound, *_HLS, "-hls_time", cut, *_names(folder))


def _low(folder: Path) -> tuple[str, ...]:
    return ("-map", "0:a:0?", *_LOW_SOUND, *_HLS, "-hls_time", SEGMENT_S, *_names(folder))


def _names(folder: Path) -> tuple[str, ...]:
    return ("-hls_segment_filename", str(folder / "%05d.m4s"), str(folder / "index.m3u8"))
