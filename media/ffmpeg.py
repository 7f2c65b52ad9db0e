"""How ffmpeg is called: pictures copied where they are H.264, sound always made AAC."""

from functools import cache

from media.types import Kind

SEGMENT_S = "2"
# Below the recorder's two seconds between key frames, so that each of them begins a segment even
# when it comes a little early.
CUT_S = "1.5"
_X264 = (
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-maxrate", "1500k",
    "-bufsize", "3000k", "-pix_fmt", "yuv420p", "-threads", "2", "-fps_mode", "vfr",
    "-vf", "scale=w='min(1280,iw)':h=-2:force_divisible_by=2",
    "-force_key_frames", "expr:gte(t,n_forced*2)",
)  # fmt: skip
# Made once for picture and sound-only alike: words in one channel. The coder that searches less
# takes a third of the other one's time.
_SOUND = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "64k", "-ac", "1", "-ar", "48000")


@cache
def program() -> str:
    """The ffmpeg that comes with imageio-ffmpeg."""
    import imageio_ffmpeg  # type: ignore[import-untyped]

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def command(kind: Kind, source: str) -> list[str]:
    """Read `source` ("pipe:0" or an RTMP address) and write to `v` and `a` where it is started."""
    return [
        program(), "-hide_banner", "-nostdin", "-loglevel", "warning", "-y",
        "-fflags", "+genpts+discardcorrupt", "-analyzeduration", "1500000", "-probesize", "400000",
        *(("-rw_timeout", "10000000") if source != "pipe:0" else ("-f", _demuxer(kind))),
        "-i", source,
        *_streams(kind), "-flags", "+global_header", "-f", "tee", "|".join(_outputs(kind)),
    ]  # fmt: skip


def _demuxer(kind: Kind) -> str:
    return "matroska" if kind.container == "webm" else "mov"


def _streams(kind: Kind) -> tuple[str, ...]:
    pictures: tuple[str, ...] = ()
    if kind.has_video:
        pictures = ("-map", "0:v:0", *(("-c:v", "copy") if kind.copied else _X264))
    return (*pictures, *(("-map", "0:a:0", *_SOUND) if kind.has_audio else ()))


def _outputs(kind: Kind) -> list[str]:
    """What the tee muxer writes: everything, and the sound alone."""
    found = [_hls("v", CUT_S if kind.has_video else SEGMENT_S)]
    if kind.has_audio:
        found.append(_hls("a", SEGMENT_S, "select=a"))
    return found


def _hls(folder: str, seconds: str, *more: str) -> str:
    options = (
        *more,
        "f=hls",
        "hls_segment_type=fmp4",
        "hls_playlist_type=event",
        "hls_flags=independent_segments+temp_file",
        "hls_list_size=0",
        "hls_fmp4_init_filename=init.mp4",
        f"hls_time={seconds}",
        f"hls_segment_filename={folder}/%05d.m4s",
    )
    return f"[{':'.join(options)}]{folder}/index.m3u8"
