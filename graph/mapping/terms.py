"""Terms as N-Quads writes them, and the lines of one graph.

Literals are written in the form in which Oxigraph gives them back (its integers, decimals and booleans are values, its
language tags lower case), so that what is written equals what is dumped.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from furat.extract.errors import InputError
from furat.graph.namespaces import EDTF, iri

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_EDTF = f"<{EDTF}>"


def ref(address: str) -> str:
    """An IRI of `graph.iris`, which needs no escaping."""
    return f"<{address}>"


@cache
def name(curie: str) -> str:
    """A term of the vocabulary, by its prefixed name."""
    return f"<{iri(curie)}>"


def text(value: str) -> str:
    """A plain string; InputError when it holds half of a surrogate pair, which no RDF can carry."""
    if not value.isascii() and _SURROGATE.search(value):
        half = _SURROGATE.search(value)
        place = half.start() if half else 0
        raise InputError(f"character {place} is half of a surrogate pair (U+{ord(value[place]):04X}); repair the text")
    return f'"{value.translate(_ESCAPES)}"'


def tagged(value: str, language: str) -> str:
    """A string in a language."""
    return f"{text(value)}@{tag(language)}"


@cache
def tag(language: str) -> str:
    """The language tag in lower case; `und` (undetermined) for what is no tag."""
    return language.lower() if _TAG.fullmatch(language) else "und"


def typed(value: str, datatype: str) -> str:
    """A literal of a datatype given as a prefixed name."""
    return f"{text(value)}^^{name(datatype)}"


def integer(value: int) -> str:
    """A whole number."""
    return f'"{value}"^^{name("xsd:integer")}'


def decimal(value: float) -> str:
    """A decimal number in its shortest form.

    >>> decimal(0.90), decimal(1.0)
    ('"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    digits = format(Decimal(repr(value)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f'"{digits or "0"}"^^{name("xsd:decimal")}'


def boolean(value: bool) -> str:
    """True or false."""
    return f'"{str(value).lower()}"^^{name("xsd:boolean")}'


def day(value: date) -> str:
    """A date."""
    return f'"{value.isoformat()}"^^{name("xsd:date")}'


def edtf(value: str) -> str:
    """A time in the Extended Date/Time Format."""
    return f"{text(value)}^^{_EDTF}"


class Lines:
    """The quads of one graph as lines of N-Quads, sorted, each once."""

    def __init__(self, graph: str) -> None:
        self._end = f" <{graph}> .\n"
        self._lines: set[str] = set()

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """One quad for each object; all terms as N-Quads writes them."""
        end = self._end
        for value in objects:
            self._lines.add(f"{subject} {predicate} {value}{end}")

    def extend(self, lines: Iterable[str]) -> None:
        """Lines that already name this graph."""
        self._lines.update(lines)

    def sorted(self) -> list[str]:
        """The lines in code point order."""
        return sorted(self._lines)

    def __len__(self) -> int:
        return len(self._lines)
