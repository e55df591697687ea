"""What the engine promises besides the suites: stores, graphs, order, reports, refusals."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Store, parse

from furat.graph.shacl import (
    Compiled,
    RecursiveShape,
    ShapesError,
    UnsupportedShape,
    compile_shapes,
    report,
    report_turtle,
)
from furat.graph.shacl.graph import Graph
from furat.graph.shacl.pyshacl_engine import validate_by_reference
from furat.graph.shacl.vocabulary import FALSE, TRUE, sh

PREFIXES = """@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def shaped(text: str, **options: int) -> Compiled:
    return compile_shapes(PREFIXES + text, **options)


def stored(text: str) -> Store:
    store = Store()
    store.load((PREFIXES + text).encode(), RdfFormat.TRIG)
    return store


def focus_of(compiled: Compiled, store: Store, *, union: bool = True) -> list[str]:
    return [str(result.focus).rsplit("/", 1)[-1].rstrip(">") for result in compiled.validate(store, union=union)]


ONE_P = ":S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:maxCount 1 ] ."


def test_all_graphs_are_one() -> None:
    """A triple in two graphs is one value, and a value in another graph than its node counts."""
    store = stored(":g1 { :a a :C ; :p 1 . :b a :C } :g2 { :a :p 1 . :b :p 1 }")
    assert focus_of(shaped(ONE_P), store) == []
    assert focus_of(shaped(ONE_P, few=0), store) == []


def test_default_graph_alone() -> None:
    """Without union, named graphs do not count: neither their nodes nor their classes."""
    store = stored(":a a :D . :D rdfs:subClassOf :C . :g { :b a :C . :E rdfs:subClassOf :C } :c a :E .")
    assert focus_of(shaped(ONE_P), store, union=False) == ["a"]
    assert focus_of(shaped(ONE_P), store) == ["a", "b", "c"]


def test_read_only_snapshot(tmp_path: Path) -> None:
    """A store on disk that is opened read-only is validated like any other."""
    store = Store(str(tmp_path / "store"))
    store.load((PREFIXES + ":a a :C .").encode(), RdfFormat.TURTLE)
    store.backup(str(tmp_path / "snapshot"))
    snapshot = Store.read_only(str(tmp_path / "snapshot"))
    assert focus_of(shaped(ONE_P), snapshot) == ["a"]
    assert not shaped(ONE_P).conforms(snapshot)
    assert shaped(ONE_P).conforms(Store())


def test_order_does_not_depend_on_the_store() -> None:
    """Results are sorted, so that two stores filled in other orders give the same list."""
    lines = [f":n{i} a :C ; :p {i}, {i + 1} ." for i in range(20)]
    there, back = stored("\n".join(lines)), stored("\n".join(reversed(lines)))
    found = shaped(ONE_P).validate(there)
    assert found == shaped(ONE_P).validate(back)
    assert len(found) == 20


def test_same_shapes_give_the_same_bytes_of_report() -> None:
    """Blank nodes of shapes, paths and results are numbered, never random."""
    shapes = ":S sh:targetNode :a ; sh:property [ sh:path ( :p [ sh:inversePath :q ] ) ; sh:minCount 1 ] ."
    once, again = (report_turtle(shaped(shapes).validate(Store()), {"": "http://example.org/"}) for _ in range(2))
    assert once == again
    assert "sh:resultPath" in once


def test_report_is_a_validation_report() -> None:
    """Focus node, complex path, value, shape, component, severity and messages are in the triples."""
    shapes = """:S sh:targetNode :a ; sh:property :P .
        :P sh:path ( :p [ sh:zeroOrMorePath [ sh:alternativePath ( :q :r ) ] ] ) ; sh:nodeKind sh:IRI ;
           sh:severity :Bad ; sh:message "no IRI"@en , "ليس معرّفا"@ar ."""
    results = shaped(shapes).validate(stored(":a :p :b . :b :q 5 ."))
    graph = Graph(parse(report_turtle(results), RdfFormat.TURTLE))
    (top,) = graph.subjects(sh("conforms"))
    assert graph.objects(top, sh("conforms")) == (FALSE,)
    (node,) = graph.objects(top, sh("result"))
    assert graph.objects(node, sh("focusNode")) == (NamedNode("http://example.org/a"),)
    assert graph.objects(node, sh("sourceShape")) == (NamedNode("http://example.org/P"),)
    assert graph.objects(node, sh("resultSeverity")) == (NamedNode("http://example.org/Bad"),)
    assert graph.objects(node, sh("sourceConstraintComponent")) == (sh("NodeKindConstraintComponent"),)
    assert set(graph.objects(node, sh("resultMessage"))) == {
        Literal("no IRI", language="en"),
        Literal("ليس معرّفا", language="ar"),
    }
    first, second = graph.members(graph.objects(node, sh("resultPath"))[0])
    assert first == NamedNode("http://example.org/p")
    (inner,) = graph.objects(second, sh("zeroOrMorePath"))
    assert len(graph.members(graph.objects(inner, sh("alternativePath"))[0])) == 2
    assert len(report(results)) > 15


def test_report_of_nothing_conforms() -> None:
    """No result: sh:conforms true."""
    graph = Graph(parse(report_turtle([]), RdfFormat.TURTLE))
    assert graph.objects(graph.subjects(sh("conforms"))[0], sh("conforms")) == (TRUE,)


@pytest.mark.parametrize(
    ("shapes", "error", "says"),
    [
        (":S sh:targetClass :C ; sh:node :T . :T sh:property [ sh:path :p ; sh:node :S ] .", RecursiveShape, "-> "),
        (":S sh:targetClass :C ; sh:property [ sh:minCount 1 ] .", ShapesError, "give it a sh:path"),
        (":S sh:targetClass :C ; sh:property [ sh:class :D ] .", ShapesError, "has no sh:path"),
        (":S sh:targetClass :C ; sh:node :T .", ShapesError, "is not described"),
        (":S sh:targetClass :C ; sh:minCount 1 .", ShapesError, "needs a property shape"),
        (":S sh:targetClass :C ; sh:path :p ; sh:minCount :x .", ShapesError, "is no count"),
        (":S sh:targetClass :C ; sh:nodeKind :x .", ShapesError, "six kinds"),
        (":S sh:targetClass :C ; sh:path [ :x :y ] .", ShapesError, "no property path"),
        (':S sh:targetClass :C ; sh:pattern "(" .', ShapesError, "no regular expression"),
        (':S sh:targetClass :C ; sh:sparql [ sh:select "SELECT $this { $this :p ?x }" ] .', ShapesError, "prefix :"),
        (':S sh:targetClass :C ; sh:sparql [ sh:select "SELECT $this { ] }" ] .', ShapesError, "no valid SPARQL"),
        (":S sh:targetClass :C ; sh:expression [] .", UnsupportedShape, "sh:expression"),
        (":S sh:targetClass :C ; sh:js [] .", UnsupportedShape, "sh:js"),
        (":S sh:target [ sh:select 'x' ] .", UnsupportedShape, "sh:target;"),
        ("<> sh:entailment :x .", UnsupportedShape, "sh:entailment"),
        (":S sh:targetClass :C ; sh:class ", ShapesError, "no valid Turtle"),
    ],
)
def test_what_cannot_be_translated_is_refused_by_name(shapes: str, error: type[ShapesError], says: str) -> None:
    """Never skipped: the error names the shape and what is wrong with it."""
    with pytest.raises(error, match=says):
        shaped(shapes)


def test_shapes_file_is_named_in_errors(tmp_path: Path) -> None:
    """A file that is missing or broken is named with its line."""
    path = tmp_path / "shapes.ttl"
    with pytest.raises(ShapesError, match="cannot be read"):
        compile_shapes(path)
    path.write_text(":a :b", encoding="utf-8")
    with pytest.raises(ShapesError, match=r"shapes\.ttl:1: no valid Turtle"):
        compile_shapes(path)


def test_pattern_beyond_the_engine_runs_in_python() -> None:
    """Oxigraph's regular expressions have no look-ahead; such a pattern is matched all the same."""
    compiled = shaped(':S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:pattern "^(?!bad)" ] .')
    assert focus_of(compiled, stored(':a :p "good" . :b :p "bad" .')) == ["b"]


def test_derived_integer_types_hold_by_value_in_a_store() -> None:
    """A store turns xsd:nonNegativeInteger into xsd:integer; the value must be in range, not the lost type."""
    compiled = shaped(":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:datatype xsd:unsignedByte ] .")
    store = stored(':a :p "5"^^xsd:unsignedByte . :b :p -1 . :c :p 256 . :d :p "x"^^xsd:unsignedByte . :e :p 1.5 .')
    assert focus_of(compiled, store) == ["b", "c", "d", "e"]


def test_subclasses_that_the_data_declares() -> None:
    """Targets and sh:class follow rdfs:subClassOf in the data, also in a circle, and from one store to the next."""
    compiled = shaped(":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:class :D ] .")
    data = ":a a :C2 ; :p :x , :y . :x a :D2 . :y a :E . "
    assert focus_of(compiled, stored(data)) == []
    hierarchy = ":C2 rdfs:subClassOf :C1 . :C1 rdfs:subClassOf :C , :C2 . :D2 rdfs:subClassOf :D ."
    assert [str(r.value) for r in compiled.validate(stored(data + hierarchy))] == ["<http://example.org/y>"]
    assert focus_of(compiled, stored(data)) == []


def test_blank_nodes_can_be_focus_and_value() -> None:
    """Results name the blank nodes of the store."""
    (result,) = shaped(":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:nodeKind sh:IRI ] .").validate(
        stored("[] :p [] .")
    )
    assert isinstance(result.focus, BlankNode) and isinstance(result.value, BlankNode)


def test_default_graph_constant_is_not_needed() -> None:
    """Shapes may come from a store, too."""
    store = Store()
    store.load((PREFIXES + ONE_P).encode(), RdfFormat.TURTLE, to_graph=DefaultGraph())
    assert focus_of(compile_shapes(store), stored(":a a :C .")) == ["a"]
    assert [str(r.focus) for r in validate_by_reference(store, stored(":a a :C ."))] == ["<http://example.org/a>"]
