"""XML that reads back as it was: carriage returns are escaped, characters that XML has no way to write are refused.

A parser of XML makes a raw carriage return a line feed, which shifts every offset behind it; and one control character
makes the whole file unreadable. The engine writes both as they are.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from furat.extract.errors import FuratError

_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Unwritable(FuratError):
    """The result holds what its format has no way to write."""


class Out(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Takes the next bytes."""


class XmlOut:
    """A binary file for XML. `failure` keeps the reason, since the engine wraps what `write` raises."""

    def __init__(self, out: Out) -> None:
        self.failure: Unwritable | None = None
        self._out = out
        self._before = b""  # what may be the beginning of a character

    def write(self, data: bytes) -> int:
        """Takes the next bytes."""
        data = bytes(data)
        if found := _NOT_XML.search(self._before + data):
            character = f"U+{ord(found.group().decode('utf-8')):04X}"
            self.failure = Unwritable(f"the result holds the character {character}, which XML cannot carry")
            raise self.failure
        self._before = data[-2:]
        self._out.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


@contextmanager
def xml_into(out: Out) -> Iterator[XmlOut]:
    """A file to write XML into; Unwritable when a character cannot be written."""
    xml = XmlOut(out)
    try:
        yield xml
    except Exception:
        if xml.failure is not None:
            raise xml.failure from None
        raise
