"""One set of terms: code, shapes, queries and data use what the ontology defines, and it defines nothing else."""

import re
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDFS, SH, SKOS

from furat.extract.names.gazetteer import ACTOR_CLASSES, PLACE_CLASSES, RELATIONS
from furat.extract.records import ROLES

ROOT = Path(__file__).parents[2]
FURAT = "https://w3id.org/furat/ontology#"
TYPE = "https://w3id.org/furat/event-type/"
PLACE_TYPE = "https://w3id.org/furat/place-type/"
SUFFIXES = {".py", ".rq", ".ttl", ".trig", ".html", ".md"}
FOLDERS = ("extract", "graph", "ontology", "queries", "tests")
NOT_TERMS = {"ontology", "event-type", "place-type", "shape", "code"}
# Names that tests invent on purpose: an unknown term that must be refused, a beginning that must be completed.
INVENTED = {
    "tests/ontology/shapes/Report/invalid-type.ttl": {"strike"},
    "tests/serve/test_pages.py": {"Rep"},
}


def in_namespace(graph: Graph, space: str) -> set[str]:
    return {str(s).removeprefix(space) for s in set(graph.subjects()) if str(s).startswith(space)}


def sources() -> list[Path]:
    return [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in SUFFIXES and path.is_file() and path != Path(__file__) and "vendor" not in path.parts
    ]


def used(text: str, prefix: str, space: str) -> set[str]:
    """Local names behind a prefix or a full namespace in any kind of source."""
    names = re.findall(rf"(?<![\w/.#-]){prefix}:([A-Za-z][\w-]*\b)(?!:)", text)
    return {*names, *re.findall(re.escape(space) + r"([A-Za-z][\w-]*)", text)}


def shape_values(shapes: Graph, path: URIRef) -> set[str]:
    """The values of sh:in of the named property shapes on a path."""
    found: set[str] = set()
    for shape in shapes.subjects(SH.path, path):
        values = shapes.value(shape, SH["in"])
        if isinstance(shape, URIRef) and values is not None:
            found |= {str(value) for value in Collection(shapes, values)}
    return found


def test_every_furat_term_in_use_is_defined(vocabulary: Graph) -> None:
    """A term in code, shapes, queries, documentation or tests that the ontology lacks is a slip of the pen."""
    defined = in_namespace(vocabulary, FURAT)
    unknown = {}
    for path in sources():
        names = used(path.read_text(encoding="utf-8"), "furat", FURAT) - defined - NOT_TERMS
        names -= INVENTED.get(path.relative_to(ROOT).as_posix(), set())
        if names:
            unknown[path.relative_to(ROOT).as_posix()] = sorted(names)
    assert unknown == {}


def test_every_type_in_use_is_defined(vocabulary: Graph) -> None:
    """Event types are a closed list."""
    defined = in_namespace(vocabulary, TYPE)
    unknown = {}
    for path in sources():
        if path.suffix not in {".rq", ".ttl", ".trig"}:
            continue
        names = used(path.read_text(encoding="utf-8"), "type", TYPE) - defined
        names -= INVENTED.get(path.relative_to(ROOT).as_posix(), set())
        if names:
            unknown[path.relative_to(ROOT).as_posix()] = sorted(names)
    assert unknown == {}


def test_no_term_is_unused(vocabulary: Graph) -> None:
    """A term earns its place: it stands in a shape, a query or the code that writes or reads the graph."""
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sources()
        if path.parts[len(ROOT.parts)] in {"graph", "queries"} or path.name == "shapes.ttl"
    )
    assert sorted(in_namespace(vocabulary, FURAT) - used(text, "furat", FURAT)) == []


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Role", {f"{role.capitalize()}Role" for role in ROLES}),
        ("Status", {"Asserted", "Alleged", "Denied", "Planned"}),
        ("Stance", {"Says", "Confirms", "Admits", "Alleges", "Denies", "Warns"}),
        ("AffiliationType", {relation[0].upper() + relation[1:] for relation in RELATIONS}),
    ],
)
def test_values_are_those_of_the_records(kind: str, names: set[str], vocabulary: Graph) -> None:
    """What the extractor can say, the ontology can name, and the other way round."""
    assert {str(s).removeprefix(FURAT) for s in vocabulary.subjects(RDF.type, URIRef(FURAT + kind))} == names


def test_actor_classes_are_those_of_the_gazetteer(vocabulary: Graph) -> None:
    """Each class of the gazetteer is a subclass of furat:Actor, and the other way round."""
    subclasses = vocabulary.subjects(RDFS.subClassOf, URIRef(FURAT + "Actor"))
    assert {str(s).removeprefix(FURAT) for s in subclasses} == ACTOR_CLASSES


def test_value_sets_of_the_shapes_are_the_schemes(vocabulary: Graph, shapes: Graph) -> None:
    """The closed lists in the shapes are exactly the schemes' concepts."""
    types = {str(s) for s in vocabulary.subjects(SKOS.inScheme, URIRef(TYPE.rstrip("/")))}
    places = {str(s) for s in vocabulary.subjects(SKOS.inScheme, URIRef(PLACE_TYPE.rstrip("/")))}
    assert len(types) == 27
    assert shape_values(shapes, URIRef(FURAT + "eventType")) == types
    assert shape_values(shapes, URIRef(FURAT + "placeType")) == places
    assert places == {PLACE_TYPE + name for name in PLACE_CLASSES}


def test_every_event_type_is_told_in_both_languages_and_matched(vocabulary: Graph) -> None:
    """Each type has label, definition and example in Arabic and English and a way from PLOVER and CAMEO to it."""
    matches = (SKOS.broadMatch, SKOS.closeMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    for concept in vocabulary.subjects(SKOS.inScheme, URIRef(TYPE.rstrip("/"))):
        for told in (SKOS.prefLabel, SKOS.definition, SKOS.example):
            assert sorted(str(o.language) for o in vocabulary.objects(concept, told)) == ["ar", "en"], (concept, told)  # type: ignore[attr-defined]
        targets = [str(o) for match in matches for o in vocabulary.objects(concept, match)]
        assert any("/code/plover/" in t for t in targets), concept
        assert any("/code/cameo/" in t for t in targets), concept
        assert all((URIRef(t), RDF.type, SKOS.Concept) in vocabulary for t in targets), concept


def test_every_code_is_matched_or_leads_to_one(vocabulary: Graph) -> None:
    """The stand-ins for foreign codes hold no code that nothing refers to."""
    codes = {s for s in vocabulary.subjects(SKOS.notation) if "/code/" in str(s)}
    pointers = (SKOS.broadMatch, SKOS.closeMatch, SKOS.narrowMatch, SKOS.relatedMatch, SKOS.broader)
    referred = {o for pointer in pointers for o in vocabulary.objects(None, pointer)}
    assert codes - referred == set()


def test_stored_files_hold_no_blank_nodes(vocabulary: Graph) -> None:
    """What is stored in the vocabulary graph has names only."""
    assert not any(isinstance(term, BNode) for triple in vocabulary for term in triple)


def test_ontology_names_its_version(vocabulary: Graph) -> None:
    """The version IRI ends in the version's number."""
    ontology = URIRef(FURAT.rstrip("#"))
    version = vocabulary.value(ontology, OWL.versionInfo)
    assert str(vocabulary.value(ontology, OWL.versionIRI)) == f"https://w3id.org/furat/ontology/{version}"
