"""Shapes as records."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from furat.graph.shacl.components import Validator
from furat.graph.shacl.errors import of_kind
from furat.graph.shacl.paths import Path
from furat.graph.shacl.vocabulary import Node, Term


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape: a parameter with one value, or with the members of its list."""

    component: NamedNode
    parameter: str  # local name in sh:, "sparql", or "validator" for a component of the shapes' own
    terms: tuple[Term, ...] = ()
    count: int = 0  # of minCount, maxLength ...
    flags: str = ""  # of sh:pattern
    siblings: tuple[Node, ...] = ()  # of a qualified value shape that is disjoint with its siblings
    validator: Validator | None = None

    @property
    def own_validator(self) -> Validator:
        """The validator that a component of the shapes' own has.

        Raises: CompilerFault when it has none.
        """
        return of_kind(self.validator, Validator)


@dataclass(frozen=True, slots=True)
class Targets:
    """What a shape declares to be its focus nodes."""

    classes: tuple[NamedNode, ...] = ()
    nodes: tuple[Term, ...] = ()
    subjects_of: tuple[NamedNode, ...] = ()
    objects_of: tuple[NamedNode, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape (no path) or a property shape."""

    node: Node
    path: Path | None
    targets: Targets
    severity: NamedNode
    messages: tuple[Literal, ...]
    constraints: tuple[Constraint, ...]
    properties: tuple[Node, ...]
    deactivated: bool


@dataclass(frozen=True, slots=True)
class Shapes:
    """Every shape that validation can reach, and those that have targets, in the order of the file."""

    by_node: dict[Node, Shape]
    roots: tuple[Node, ...]
