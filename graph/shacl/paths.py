"""Property paths: read from a shapes graph, walked in SPARQL, written back as RDF."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple

from furat.graph.shacl.errors import CompilerFault, ShapesError
from furat.graph.shacl.graph import Graph
from furat.graph.shacl.vocabulary import FIRST, NIL, REST, Node, Term, sh


@dataclass(frozen=True, slots=True)
class Inverse:
    """`^path`: from object to subject."""

    path: "Path"


@dataclass(frozen=True, slots=True)
class Sequence:
    """`first/second/...`: one step after the other."""

    steps: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """`first|second|...`: any of them."""

    choices: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """`path*`, `path+` or `path?`."""

    path: "Path"
    modifier: str  # "*", "+" or "?"


Path: TypeAlias = NamedNode | Inverse | Sequence | Alternative | Repeated

_REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_PARAMETER = {modifier: name for name, modifier in _REPEATED.items()}


def read_path(graph: Graph, node: Term, shape: Term, above: tuple[Term, ...] = ()) -> Path:
    """The path that a node of the shapes graph describes; `shape` is named in errors."""
    if isinstance(node, NamedNode) and node != NIL:
        return node
    if node in above:
        raise ShapesError(f"shape {shape}: its sh:path refers to itself")
    inner = (*above, node)
    if graph.objects(node, FIRST):
        members = tuple(read_path(graph, member, shape, inner) for member in graph.members(node))
        return Sequence(members) if len(members) > 1 else members[0]
    for choices in graph.objects(node, sh("alternativePath")):
        options = tuple(read_path(graph, member, shape, inner) for member in graph.members(choices))
        if options:
            return Alternative(options) if len(options) > 1 else options[0]
    for inverse in graph.objects(node, sh("inversePath")):
        return Inverse(read_path(graph, inverse, shape, inner))
    for name, modifier in _REPEATED.items():
        for repeated in graph.objects(node, sh(name)):
            return Repeated(read_path(graph, repeated, shape, inner), modifier)
    raise ShapesError(f"shape {shape}: {node} is no property path; give an IRI, a list or one of the path properties")


def path_text(path: Path) -> str:
    """The path in the syntax of SPARQL, in brackets where it needs them."""
    match path:
        case NamedNode():
            return str(path)
        case Inverse(inner):
            return f"(^{path_text(inner)})"
        case Sequence(steps):
            return f"({'/'.join(map(path_text, steps))})"
        case Alternative(choices):
            return f"({'|'.join(map(path_text, choices))})"
        case Repeated(inner, modifier):
            return f"({path_text(inner)}{modifier})"


def walk(path: Path, start: str, end: str, fresh: Callable[[], str]) -> str:
    """A group pattern that goes from the bound variable `start` to the free variable `end`.

    Steps are joined by LATERAL so that each begins where the one before ended: Oxigraph plans the inside of
    EXISTS without knowing that `start` is bound, and would scan the whole store for every focus node.
    A path of length zero reaches `start` itself also where the data does not hold it, as SHACL wants and
    Oxigraph's own `*` and `?` do not.
    """
    match path:
        case NamedNode():
            return f"{start} {path} {end} ."
        case Inverse(NamedNode() as predicate):
            return f"{end} {predicate} {start} ."
        case Inverse(inner):
            return walk(_reversed(inner), start, end, fresh)
        case Sequence((only,)):
            return walk(only, start, end, fresh)
        case Sequence((first, *rest)):
            middle = fresh()
            following = walk(Sequence(tuple(rest)), middle, end, fresh)
            return f"{walk(first, start, middle, fresh)} LATERAL {{ {following} }}"
        case Alternative(choices):
            return " UNION ".join(f"{{ {walk(choice, start, end, fresh)} }}" for choice in choices)
        case Repeated(inner, "+") if not _may_be_empty(inner):
            return f"{start} {path_text(inner)}+ {end} ."
        case Repeated(inner, "*" | "+"):
            return f"{{ BIND({start} AS {end}) }} UNION {{ {start} {path_text(inner)}+ {end} . }}"
        case Repeated(inner, _):
            return f"{{ BIND({start} AS {end}) }} UNION {{ {walk(inner, start, end, fresh)} }}"
    raise CompilerFault(f"no path: {path!r}; please report this with the shape")


def _may_be_empty(path: Path) -> bool:
    """Whether the path leads from a node to itself without any triple."""
    match path:
        case Repeated(inner, modifier):
            return modifier != "+" or _may_be_empty(inner)
        case Sequence(steps):
            return all(map(_may_be_empty, steps))
        case Alternative(choices):
            return any(map(_may_be_empty, choices))
        case Inverse(inner):
            return _may_be_empty(inner)
    return False


def _reversed(path: Path) -> Path:
    match path:
        case NamedNode():
            return Inverse(path)
        case Inverse(inner):
            return inner
        case Sequence(steps):
            return Sequence(tuple(_reversed(step) for step in reversed(steps)))
        case Alternative(choices):
            return Alternative(tuple(map(_reversed, choices)))
        case Repeated(inner, modifier):
            return Repeated(_reversed(inner), modifier)


def path_triples(path: Path, fresh: Callable[[], BlankNode]) -> tuple[Node, list[Triple]]:
    """The node that stands for the path in a report, and the triples that describe it."""
    match path:
        case NamedNode():
            return path, []
        case Inverse(inner):
            return _described("inversePath", inner, fresh)
        case Repeated(inner, modifier):
            return _described(_PARAMETER[modifier], inner, fresh)
        case Sequence(steps):
            return _list(steps, fresh)
        case Alternative(choices):
            node = fresh()
            head, triples = _list(choices, fresh)
            return node, [Triple(node, sh("alternativePath"), head), *triples]


def _described(name: str, inner: Path, fresh: Callable[[], BlankNode]) -> tuple[Node, list[Triple]]:
    node = fresh()
    target, triples = path_triples(inner, fresh)
    return node, [Triple(node, sh(name), target), *triples]


def _list(members: tuple[Path, ...], fresh: Callable[[], BlankNode]) -> tuple[Node, list[Triple]]:
    triples: list[Triple] = []
    cells = [fresh() for _ in members]
    for index, (cell, member) in enumerate(zip(cells, members, strict=True)):
        target, inner = path_triples(member, fresh)
        rest: Node = cells[index + 1] if index + 1 < len(cells) else NIL
        triples += [Triple(cell, FIRST, target), Triple(cell, REST, rest), *inner]
    return cells[0], triples
