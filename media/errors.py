"""Why a part or a broadcast is not taken. The feature finds the words."""


class Refused(Exception):
    """`code` is one of the constants below; nothing was stored."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


TOO_LARGE = "too_large"
EMPTY = "empty"
OTHER_BYTES = "other_bytes"  # the number is taken by a part with another content
WRONG_HASH = "wrong_hash"  # what came is not what was sent
TOO_FAR = "too_far"  # parts before it have to come first
WRONG_TYPE = "wrong_type"
OVER = "over"  # the broadcast has ended
NOT_YOURS = "not_yours"
DISK_FULL = "disk_full"
