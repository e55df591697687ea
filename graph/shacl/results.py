"""A validation result, and the order in which results are given."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from furat.graph.shacl.paths import Path, path_text
from furat.graph.shacl.vocabulary import Node, Term


@dataclass(frozen=True, slots=True)
class Result:
    """One sh:ValidationResult."""

    focus: Term
    path: Path | None
    value: Term | None
    shape: Node  # sh:sourceShape
    component: NamedNode  # sh:sourceConstraintComponent
    constraint: Term | None  # sh:sourceConstraint, of SPARQL-based constraints
    severity: NamedNode
    messages: tuple[Literal, ...]

    def sort_key(self) -> tuple[str, ...]:
        """Focus node, path, component, value, shape: the order of a report."""
        return (
            str(self.focus),
            path_text(self.path) if self.path is not None else "",
            self.component.value,
            str(self.value),
            str(self.shape),
            str(self.constraint),
            *map(str, self.messages),
        )
