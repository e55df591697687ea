"""N-Quads, written and read: terms, the lines of one graph, and what lines say of given properties and classes.

Literals are written in the form in which Oxigraph gives them back (its integers, decimals and booleans are values, its
language tags lower case), so that what is written equals what is dumped.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from furat.extract.errors import InputError
from furat.graph.vocab.namespaces import EDTF, iri

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CONTROL = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_TAG = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_EDTF = f"<{EDTF}>"
_INTEGER = f"<{iri('xsd:integer')}>"


def ref(address: str) -> str:
    """An IRI of `graph.iris`, which needs no escaping."""
    return f"<{address}>"


@cache
def name(curie: str) -> str:
    """A term of the vocabulary, by its prefixed name."""
    return f"<{iri(curie)}>"


def text(value: str) -> str:
    """A plain string; InputError when it holds half of a surrogate pair, which no RDF can carry."""
    if not value.isascii():
        _check(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _check(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        place = error.start
        half = f"U+{ord(value[place]):04X}"
        raise InputError(f"character {place} is half of a surrogate pair ({half}); repair the text") from None


def unescaped(written: str) -> str:
    r"""The text of a literal, given as N-Quads write it between the quotation marks.

    >>> unescaped(r'a \"b\" \u0062')
    'a "b" b'
    """
    return _ESCAPE.sub(_meant, written) if "\\" in written else written


def _meant(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CONTROL.get(match[3], match[3])


def tagged(value: str, language: str) -> str:
    """A string in a language."""
    return f"{text(value)}@{tag(language)}"


@cache
def tag(language: str) -> str:
    """The language tag in lower case; `und` (undetermined) for what is no tag."""
    return language.lower() if _TAG.fullmatch(language) else "und"


def integer(value: int) -> str:
    """A whole number."""
    return f'"{value}"^^{_INTEGER}'


@lru_cache(maxsize=10_000)
def decimal(value: float) -> str:
    """A decimal number in its shortest form.

    >>> decimal(0.90), decimal(1.0)
    ('"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    digits = format(Decimal(repr(value + 0.0)), "f")  # which makes 0.0 of -0.0
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


@lru_cache(maxsize=10_000)
def reason(value: str) -> str:
    """Why something was decided, in English; the same few are given again and again."""
    return tagged(value, "en")


class Lines:
    """The quads of one graph as lines of N-Quads, sorted, each once; kept by subject, so that little is to be sorted.

    Sorting subjects, and what is said of each, gives the order of the whole lines: a subject ends in ">", and so is
    never the beginning of another one.
    """

    def __init__(self, graph: str) -> None:
        self._end = f" <{graph}> .\n"
        self._said: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """One quad for each object; all terms as N-Quads writes them."""
        self._said[subject] += [f"{predicate} {value}" for value in objects]

    def say(self, subject: str, *statements: str) -> None:
        """Several quads of one subject; a statement is a predicate and an object with a space between."""
        self._said[subject] += statements

    def sorted(self) -> list[str]:
        """The lines in code point order."""
        end = self._end
        return [f"{subject} {said}{end}" for subject, statements in self._ordered() for said in statements]

    def written(self) -> tuple[int, bytes]:
        """How many quads there are, and their lines as they stand in a file."""
        count, end = 0, self._end
        parts = []
        for subject, statements in self._ordered():
            count += len(statements)
            lines = f"{subject} {f'{end}{subject} '.join(statements)}{end}"
            parts.append(lines.encode())  # one by one: most are ASCII, whose bytes need only be copied
        return count, b"".join(parts)

    def _ordered(self) -> Iterator[tuple[str, list[str]]]:
        for subject in sorted(self._said):
            statements = self._said[subject]
            if statements:
                yield subject, sorted(set(statements))


# --- reading: lines as a worker writes them and as the store dumps them, with or without a graph, in any order

_TYPE = f"<{iri('rdf:type')}>".encode()
_OBJECT = re.compile(rb'(?:<([^>]*)>|"([^"\\]*(?:\\.[^"\\]*)*)"(?:@([A-Za-z0-9-]+))?)')  # a literal's text, language
_USED = re.compile(rb"\n[^ #][^ ]* (" + re.escape(_TYPE) + rb" [^ ]+|[^ ]+)")  # a property, with rdf:type the class


class Statement(NamedTuple):
    """One line; IRIs without brackets, a literal's text as it is written: see `unescaped`."""

    subject: bytes
    predicate: bytes
    target: bytes  # an IRI; empty when the object is a literal
    text: bytes
    language: bytes  # as it is written; empty when there is none

    @property
    def value(self) -> str:
        """The IRI, or the text that is meant."""
        return self.target.decode() if self.target else unescaped(self.text.decode())


class StatementReader:
    """Finds the statements with some properties, given as prefixed names; lines of blank nodes are passed over."""

    def __init__(self, *curies: str) -> None:
        self._wanted = frozenset(name(curie).encode() for curie in curies)

    def read(self, quads: bytes) -> Iterator[Statement]:
        """The statements, in the order of the lines."""
        for line in quads.split(b"\n"):
            parts = line.split(b" ", 2)
            if len(parts) == 3 and parts[1] in self._wanted and parts[0].startswith(b"<"):
                value = _OBJECT.match(parts[2])
                if value:
                    yield Statement(parts[0][1:-1], parts[1][1:-1], *value.groups(b""))


def of_class(quads: bytes, curie: str) -> Iterator[str]:
    """The IRIs of the instances of a class."""
    words = b"> " + _TYPE + b" <" + iri(curie).encode() + b"> "
    end = quads.find(words)
    while end >= 0:
        if subject := _subject(quads, end):
            yield subject.decode()
        end = quads.find(words, end + 1)


def usage(quads: bytes) -> tuple[dict[str, int], dict[str, int]]:
    """How many triples there are by class and by property, sorted by IRI."""
    classes: dict[str, int] = {}
    properties: dict[str, int] = {}
    for used, n in Counter(_USED.findall(b"\n" + quads)).items():
        name, _, cls = used.partition(b" ")
        term = name[1:-1].decode()
        properties[term] = properties.get(term, 0) + n
        if cls.startswith(b"<"):
            classes[cls[1:-1].decode()] = n
    return dict(sorted(classes.items())), dict(sorted(properties.items()))


def subjects(quads: bytes) -> set[bytes]:
    """The subjects as they are written, IRIs in brackets."""
    return {line.partition(b" ")[0] for line in quads.split(b"\n") if line}


def _subject(quads: bytes, end: int) -> bytes:
    """The IRI with which the line begins and that ends there; empty when something else, such as a text, ends there."""
    subject = quads[quads.rfind(b"\n", 0, end) + 1 : end]
    return subject[1:] if subject.startswith(b"<") and b" " not in subject else b""
