"""HTTP connections that cannot be held open for nothing: headers must come in time and stay small.

uvicorn's protocol on httptools waits for ever for the rest of a request; this one gives each request's headers a time
and a size, and the body is watched by whoever reads it.
"""

import asyncio
from typing import Any

from furat.graph.serve.http.tolerant import TolerantProtocol

LONGEST_HEADERS = 64 << 10  # bytes of request line and headers; long queries are sent with POST
_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def limited(header_timeout: float) -> type[TolerantProtocol]:
    """The protocol class with this limit."""

    class LimitedProtocol(TolerantProtocol):
        """One connection."""

        _timer: asyncio.TimerHandle | None = None
        _collected = 0

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._timer = self.loop.call_later(header_timeout, self._give_up, _TIMEOUT)

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._timer is None and (self.cycle is None or self.cycle.response_complete):
                self._timer = self.loop.call_later(header_timeout, self._give_up, _TIMEOUT)
            if self._timer is not None:
                self._collected += len(data)
                if self._collected > LONGEST_HEADERS and b"\r\n\r\n" not in data:
                    self._give_up(_TOO_LARGE)
                    return
            super().data_received(data)

        def on_headers_complete(self) -> None:
            self._stop()
            super().on_headers_complete()

        def _stop(self) -> None:
            self._collected = 0
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _give_up(self, answer: bytes) -> None:
            self._stop()
            if not self.transport.is_closing():
                self.transport.write(answer)
                self.transport.close()

    return LimitedProtocol
