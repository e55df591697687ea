"""How front end and workers talk: a length, a JSON head, and a body inline or as an open file passed along."""

import json
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

_HEAD = struct.Struct(">II")  # bytes of the head, bytes of the body that follows it
_CHUNK = 1 << 16
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """One frame."""
    text = _ENCODER.encode(head).encode("utf-8", "surrogatepass")
    return _HEAD.pack(len(text), len(body)) + text + body


@dataclass(slots=True)
class FrameReader:
    """Collects what arrives on a socket and gives whole frames."""

    data: bytearray = field(default_factory=bytearray)
    files: list[int] = field(default_factory=list)  # descriptors that came along, oldest first

    def frame(self) -> tuple[dict[str, Any], bytes] | None:
        """The next whole frame, or None while parts are missing."""
        if len(self.data) < _HEAD.size:
            return None
        head, body = _HEAD.unpack_from(self.data)
        end = _HEAD.size + head + body
        if len(self.data) < end:
            return None
        text = bytes(self.data[_HEAD.size : _HEAD.size + head])
        content = bytes(self.data[_HEAD.size + head : end])
        del self.data[:end]
        return json.loads(text), content

    def receive(self, connection: socket.socket) -> bool:
        """Reads once; False when the other side is gone."""
        data, files, _, _ = socket.recv_fds(connection, _CHUNK, 1)
        self.data += data
        self.files += files
        return bool(data)


def receive(connection: socket.socket, reader: FrameReader) -> tuple[dict[str, Any], bytes] | None:
    """Waits for the next frame; None when the other side is gone."""
    while (frame := reader.frame()) is None:
        if not reader.receive(connection):
            return None
    return frame


def send(connection: socket.socket, head: dict[str, Any], body: bytes = b"", file: int | None = None) -> None:
    """Sends a frame, with an open file when given."""
    frame = pack(head, body)
    if file is None:
        connection.sendall(frame)
        return
    sent = socket.send_fds(connection, [frame], [file])
    connection.sendall(frame[sent:])
