"""HTTP as clients send it: an offer to upgrade is passed over, letters of an address may stand there unencoded.

A server that does not change the protocol reads the request as if the offer were not there (RFC 9110 7.8). The parser
of httptools stops at it instead and takes the body for the other protocol: Java's own client and `curl --http2` offer
h2c with each request over plain HTTP, and a PUT would empty its graph. So the head is given anew without the offer.
"""

import re
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_OFFERS = frozenset({b"upgrade", b"http2-settings"})


class TolerantProtocol(HttpToolsProtocol):
    """One connection, never upgraded."""

    _in_line = True  # the next bytes belong to a request line

    def data_received(self, data: bytes) -> None:
        """Feeds the parser; what follows an offer to upgrade belongs to the request that made it."""
        self._unset_keepalive_if_required()
        if self._in_line:
            data = self._encoded(data)
        while data:
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as offer:
                if self.parser.get_method() == b"CONNECT":
                    self.send_400_response("This server is no proxy.")
                    return
                data = self._head() + data[offer.args[0] :]
                self._renew_parser()
            except httptools.HttpParserError:
                self.send_400_response("Invalid HTTP request received.")
                return

    def on_header(self, name: bytes, value: bytes) -> None:
        """Past the request line."""
        self._in_line = False
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Starts the request, unless its head is to come again without the offer."""
        self._in_line = False
        if not self.parser.should_upgrade():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Ends the request; an offer to upgrade makes the parser say so before the body has come."""
        if not self.parser.should_upgrade():
            self._in_line = True
            super().on_message_complete()

    def _encoded(self, data: bytes) -> bytes:
        """The bytes with their first line in ASCII: what people type into curl is UTF-8."""
        line, end, rest = data.partition(b"\n")
        if end:
            self._in_line = False
        return _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line) + end + rest

    def _head(self) -> bytes:
        """The head that was read last, without the offer."""
        version = self.parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        for name, value in self.headers:
            if name == b"connection":
                left = [token.strip() for token in value.split(b",") if token.strip().lower() not in _OFFERS]
                value = b", ".join(left)
            if value and name not in _OFFERS:
                lines.append(b"%s: %s" % (name, value))
        return b"\r\n".join([*lines, b"", b""])

    def _renew_parser(self) -> None:
        parser: Any = httptools.HttpRequestParser(self)
        parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn does
        self.parser = parser
