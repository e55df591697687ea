"""The analysts' queries of `queries/`: header, parameters with checked values, rows.

A query is one file. Its head says what it is for; each parameter is a line `VALUES ?name { … } #+ parameter` that
holds a value to try, so the file runs as it stands. `bind` writes other values into those lines and into nothing else;
a value is checked and serialised as one RDF term first, so no value can change what the query does.

    #+ summary: Events an actor took part in, newest first
    #+ summary-ar: الأحداث التي شارك فيها فاعل، الأحدث أولا
    #+ params: actor iri, language string
    #+ columns: event type typeLabel earliest latest reports sources
    #+ expect: 2
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Literal, get_args

from furat.extract.errors import QueryError
from furat.extract.text.tokens import fold
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.namespaces import PREFIXES, XSD

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode, Store, Triple
    from pyoxigraph import Literal as RdfLiteral

    Term = NamedNode | RdfLiteral | BlankNode | Triple

ParameterType = Literal["iri", "string", "key", "date", "integer", "decimal"]

BASE = "http://localhost:7878/"  # of the IRIs that stand in the files as values to try
_SOME_EVENT = (
    f"VALUES ?event {{ <{Iris(BASE).event('e1')}> }} #+ parameter"  # of tests/queries/tiny.trig, of no real store
)
_HEAD = ("summary", "summary-ar", "params", "columns", "expect")
_HEAD_LINE = re.compile(r"#\+ ([a-z-]+):(.*)")
_PARAMETER_LINE = re.compile(
    r"^(?P<indent>[ ]*)VALUES \?(?P<name>\w+) \{ (?P<values>.*) \} #\+ parameter$", re.MULTILINE
)
_FORM = re.compile(r"^(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE)
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\ud800-\udfff]')
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query asks for; `example` is the term or terms that stand in its file."""

    name: str
    type: ParameterType
    example: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the library."""

    name: str  # of its file, without suffix
    summary: str  # English, one line
    summary_ar: str
    params: tuple[Parameter, ...]
    columns: tuple[str, ...]  # in the order of the projection
    expect: int  # rows on tests/queries/tiny.trig
    text: str  # the whole file; runs as it stands

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE."""
        found = _FORM.search(self.text)
        if found is None:
            raise QueryError(f"{self.name}: a line must begin with SELECT, ASK, CONSTRUCT or DESCRIBE")
        return found[1]


@cache
def named_queries() -> tuple[NamedQuery, ...]:
    """The queries that ship with the package, by name; QueryError when a file breaks the rules."""
    folder = files("furat").joinpath("queries")
    return tuple(sorted(_read_all(folder), key=lambda query: query.name))


def named_query(name: str) -> NamedQuery:
    """One query of the package; QueryError with the nearest names when there is none such."""
    known = {query.name: query for query in named_queries()}
    if name not in known:
        near = ", ".join(difflib.get_close_matches(name, known, n=3)) or "see `furat queries`"
        raise QueryError(f"no query is called {name!r}; did you mean: {near}")
    return known[name]


def parse(name: str, text: str) -> NamedQuery:
    """A query from the text of its file; QueryError with the name and what is missing otherwise."""
    head: dict[str, str] = {}
    for line in text.splitlines():
        match = _HEAD_LINE.fullmatch(line)
        if match is None:
            break
        head[match[1]] = match[2].strip()
    if tuple(head) != _HEAD:
        raise QueryError(f"{name}: its first lines must be {', '.join(f'#+ {key}:' for key in _HEAD)}, in this order")
    if not head["expect"].isdigit():
        raise QueryError(f"{name}: '#+ expect:' must be a number of rows, not {head['expect']!r}")
    examples = {match["name"]: match["values"] for match in _PARAMETER_LINE.finditer(text)}
    params = tuple(_parameters(name, head["params"], examples))
    if left := examples.keys() - {parameter.name for parameter in params}:
        raise QueryError(f"{name}: '#+ params:' does not name {', '.join(sorted(left))}")
    columns = tuple(head["columns"].split())
    return NamedQuery(name, head["summary"], head["summary-ar"], params, columns, int(head["expect"]), text)


def bind(query: NamedQuery, values: Mapping[str, str | Sequence[str]], base: str = BASE) -> str:
    """The query's text with these values; parameters that are not given keep the value that stands in the file.

    An IRI may be given whole, with a prefix of the project (`type:airstrike`) or relative to `base` (`actor/sdf`);
    a parameter takes one value or several.

    >>> query = parse("q", "\\n".join(["#+ summary: s", "#+ summary-ar: s", "#+ params: n integer", "#+ columns: n",
    ...     "#+ expect: 1", "SELECT ?n {", "  VALUES ?n { 1 } #+ parameter", "}"]))
    >>> bind(query, {"n": "7"}).splitlines()[-2]
    '  VALUES ?n { 7 } #+ parameter'
    """
    types = {parameter.name: parameter.type for parameter in query.params}
    for name in values:
        if name not in types:
            known = ", ".join(f"{p.name} ({p.type})" for p in query.params) or "none"
            raise QueryError(f"{query.name}: no parameter {name!r}; it has: {known}")
    terms = {
        name: " ".join(
            term(types[name], value, base, f"{query.name}: {name}")
            for value in ((given,) if isinstance(given, str) else given)
        )
        for name, given in values.items()
    }

    def line(match: re.Match[str]) -> str:
        name = match["name"]
        inside = terms[name] if name in terms else match["values"].replace(f"<{BASE}", f"<{base}")
        return f"{match['indent']}VALUES ?{name} {{ {inside} }} #+ parameter"

    return _PARAMETER_LINE.sub(line, query.text)


def ready(query: NamedQuery, base: str = BASE) -> str:
    """The query as people get it to try, for a store with this base: without its head, with values the store has.

    Actors and places to try are of the gazetteer, which every store holds; the event is looked up by the query itself.
    """
    text = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+ ")).strip() + "\n"
    return text.replace(_SOME_EVENT, _best_event()).replace(f"<{BASE}", f"<{base}")


@cache
def _best_event() -> str:
    return files("furat").joinpath("graph", "best_event.rq").read_text(encoding="utf-8").strip()


def term(kind: ParameterType, value: str, base: str = BASE, where: str = "parameter") -> str:
    """A value as one SPARQL term; QueryError when it is not of its kind.

    >>> term("string", 'a " } # b'), term("iri", "actor/sdf"), term("date", "2018-09-12")
    ('"a \\\\" } # b"', '<http://localhost:7878/actor/sdf>', '"2018-09-12"^^<http://www.w3.org/2001/XMLSchema#date>')
    """
    if kind == "iri":
        return f"<{_iri(value, base, where)}>"
    if kind == "date":
        try:
            return f'"{date.fromisoformat(value).isoformat()}"^^<{XSD}date>'
        except ValueError:
            raise QueryError(f"{where}: {value!r} is no date; write it as 2018-09-12") from None
    if kind == "integer" or kind == "decimal":
        pattern = r"[+-]?[0-9]{1,30}" if kind == "integer" else r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?"
        if not re.fullmatch(pattern, value):
            raise QueryError(f"{where}: {value!r} is no {kind}; write digits 0-9")
        return f'"{value}"^^<{XSD}decimal>' if kind == "decimal" else value
    return _string(fold(value).lower() if kind == "key" else value, where)


def rows(store: "Store", text: str) -> Iterator[tuple["Term | None", ...]]:
    """The rows of a SELECT over the union of all graphs, in the order of its projection."""
    from pyoxigraph import QuerySolutions

    solutions = store.query(text, use_default_graph_as_union=True)
    if not isinstance(solutions, QuerySolutions):
        raise QueryError("this query gives no rows: use SELECT")
    for solution in solutions:
        yield tuple(solution)


def _read_all(folder: Traversable) -> Iterator[NamedQuery]:
    for file in folder.iterdir():
        if file.name.endswith(".rq"):
            yield parse(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8"))


def _parameters(query: str, declared: str, examples: Mapping[str, str]) -> Iterator[Parameter]:
    for item in filter(None, (part.strip() for part in declared.split(","))):
        name, _, kind = item.partition(" ")
        if kind not in get_args(ParameterType):
            raise QueryError(f"{query}: parameter {item!r}; known types: {', '.join(get_args(ParameterType))}")
        if name not in examples:
            raise QueryError(f"{query}: no line 'VALUES ?{name} {{ … }} #+ parameter'")
        yield Parameter(name, kind, examples[name])  # type: ignore[arg-type]


def _iri(value: str, base: str, where: str) -> str:
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES:
        value = PREFIXES[prefix] + local
    elif not _ABSOLUTE.match(value):
        value = Iris(base).at(value)
    if _NOT_IN_IRI.search(value):
        raise QueryError(f"{where}: {value!r} is no IRI; percent-encode spaces, quotes and brackets")
    return value


def _string(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise QueryError(f"{where}: the text holds half a character (a lone surrogate); remove it") from None
    if "\0" in value:
        raise QueryError(f"{where}: the text holds a zero character; remove it")
    return '"' + "".join(map(_escaped, "\0" + value, value)) + '"'


def _escaped(before: str, char: str) -> str:
    """A character inside a quoted string; `before` is the one in front of it."""
    # rdflib expands \uXXXX before it looks for strings, also behind an escaped backslash: keep the two apart.
    if before == "\\" and char in "uU":
        return f"\\U{ord(char):08X}"
    return _ESCAPES.get(char, char)
