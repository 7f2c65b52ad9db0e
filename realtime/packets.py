"""Reading what clients send without ever raising: a hostile packet becomes an unknown event."""

from typing import Any

from socketio import packet as sio_packet  # type: ignore[import-untyped]

from realtime.limits import MAX_MESSAGE_BYTES, MAX_NAME

IGNORED = "malformed"  # an event that nobody handles
_RESERVED = ("connect", "disconnect", "__disconnect_final")  # a client may not play these
_ACCEPTED = (sio_packet.CONNECT, sio_packet.DISCONNECT, sio_packet.EVENT, sio_packet.ACK)


class GuardedPacket(sio_packet.Packet):  # type: ignore[misc]
    """Socket.IO packets as text only, with every shape the server relies on checked."""

    uses_binary_events = False

    def decode(self, encoded_packet: Any) -> int:
        """Decode; anything malformed, binary or reserved turns into the event `malformed`."""
        try:
            attachments = super().decode(encoded_packet)
            sound = not attachments and self._is_sound(encoded_packet)
        except (ValueError, TypeError, IndexError, RecursionError):
            sound = False
        if not sound:
            self.packet_type, self.namespace = sio_packet.EVENT, None
            self.id, self.data = None, [IGNORED]
        return 0

    def _is_sound(self, encoded: Any) -> bool:
        if not isinstance(encoded, str) or len(encoded) > MAX_MESSAGE_BYTES:
            return False
        if self.packet_type not in _ACCEPTED:
            return False
        if self.packet_type == sio_packet.EVENT:
            return self._is_sound_event()
        return self.packet_type != sio_packet.ACK or isinstance(self.data, list)

    def _is_sound_event(self) -> bool:
        if not isinstance(self.data, list) or not self.data:
            return False
        name = self.data[0]
        return isinstance(name, str) and 0 < len(name) <= MAX_NAME and name not in _RESERVED


def acceptable_text(text: str) -> bool:
    """True for what an Engine.IO client may send over a WebSocket.

    Message packets must hold a Socket.IO packet (a digit), which also keeps Engine.IO from
    parsing hostile JSON by itself; control packets are a few characters long.
    """
    if text[:1] == "4":
        return text[1:2] in ("0", "1", "2", "3", "4", "5", "6") and len(text) > 1
    return text[:1] in ("1", "2", "3", "5", "6") and len(text) <= 16
