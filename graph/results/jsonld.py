"""JSON-LD with `@type`: the engine writes the type of a node as any other property, which frames do not find."""

import re

from furat.graph.results.xml_text import Out

_KEY = b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#type":['
# A literal's text cannot look like this: its quotes are escaped. Types that are no IRI or blank node stay as they are.
_TYPES = re.compile(re.escape(_KEY) + rb'((?:\{"@id":"[^"\\]*"\},?)+)\]')
_NAME = re.compile(rb'\{"@id":("[^"\\]*")\}')
_LONGEST = 1 << 16  # bytes of one list of types that are kept back until it has ended


class JsonLdOut:
    """A binary file for what the engine writes as JSON-LD."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._held = b""

    def write(self, data: bytes) -> int:
        """Takes the next bytes; keeps back what may be the beginning of a list of types."""
        whole = _TYPES.sub(_as_type, self._held + bytes(data))
        keep = self._open(whole)
        done, self._held = whole[: len(whole) - keep], whole[len(whole) - keep :]
        if done:
            self._out.write(done)
        return len(data)

    def flush(self) -> None:
        """Nothing that could go on waits here."""

    def close(self) -> None:
        """Gives on what was kept back; the file behind stays open."""
        if self._held:
            self._out.write(self._held)
            self._held = b""

    def _open(self, text: bytes) -> int:
        """Bytes at the end that may begin a list of types."""
        start = text.rfind(_KEY)
        if start >= 0 and len(text) - start < _LONGEST and b"]" not in text[start + len(_KEY) :]:
            return len(text) - start
        return next((n for n in range(min(len(_KEY) - 1, len(text)), 0, -1) if text.endswith(_KEY[:n])), 0)


def _as_type(found: re.Match[bytes]) -> bytes:
    return b'"@type":[' + b",".join(_NAME.findall(found[1])) + b"]"
