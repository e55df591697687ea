"""The closed lists of code and lexicons are those of the ontology: a word for a type that it lacks is refused here.

Else the first document with the word would be refused as a whole, by the shapes.
"""

from collections.abc import Callable
from typing import get_args

import pytest
from rdflib import RDF, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection

from furat.extract.events.lexicon import TYPES, UNREPORTED
from furat.extract.records import ROLES, Role, Stance, Status
from furat.graph.vocab.namespaces import FURAT, TYPE


def concepts(vocabulary: Graph) -> set[str]:
    """The event types of the scheme."""
    return {str(s).removeprefix(TYPE) for s in vocabulary.subjects(SKOS.inScheme, URIRef(TYPE.rstrip("/")))}


def individuals(name: str) -> Callable[[Graph], set[str]]:
    """The individuals of a class, as the records write them: `AgentRole` is agent."""

    def found(vocabulary: Graph) -> set[str]:
        names = (str(s).removeprefix(FURAT) for s in vocabulary.subjects(RDF.type, URIRef(FURAT + name)))
        return {n.removesuffix("Role").lower() for n in names}

    return found


@pytest.mark.parametrize(
    ("known", "defined"),
    [
        (TYPES - UNREPORTED, concepts),
        (frozenset(get_args(Role)), individuals("Role")),
        (frozenset(ROLES), individuals("Role")),
        (frozenset(get_args(Status)), individuals("Status")),
        (frozenset(get_args(Stance)), individuals("Stance")),
    ],
    ids=["event types", "roles", "roles in order", "statuses", "stances"],
)
def test_what_the_code_can_say_the_ontology_can_name(
    known: frozenset[str], defined: Callable[[Graph], set[str]], vocabulary: Graph
) -> None:
    """Each list equals the scheme, neither shorter nor longer."""
    assert known == defined(vocabulary)


def test_every_list_of_types_in_the_shapes_lets_every_type_of_the_lexicon_pass(shapes: Graph) -> None:
    """Reports and events have a list each: a type that one of them lacks is refused just the same."""
    lists = [{str(o) for o in Collection(shapes, head)} for head in shapes.objects(None, SH["in"])]
    of_types = [{o.removeprefix(TYPE) for o in found} for found in lists if any(o.startswith(TYPE) for o in found)]
    assert len(of_types) == 2
    assert all(found == TYPES - UNREPORTED for found in of_types)
