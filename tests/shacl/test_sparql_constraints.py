"""Rules in SPARQL run over all focus nodes at once and find what pySHACL finds one by one."""

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from furat.graph.shacl import Result, UnsupportedShape, compile_shapes
from furat.graph.shacl.pyshacl_engine import validate_by_reference

PREFIXES = """@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://example.org/> a owl:Ontology ; sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
DATA = """
:a a :C ; :begin 1 ; :end 5 ; :p :x , :y ; :label "CONCAT ( x" , "b"@en .
:b a :C ; :begin 7 ; :end 5 ; :p :y ; :of :a .
:c a :D ; :begin 3 ; :end 3 ; :p :c ; :label "c"@en , "cc"@en .
:x :role :Agent ; :q :a . :y :role :Patient ; :q :b , :c . :c :role :Agent ; :q :c .
"""
AGENT = "?r ex:role ex:Agent ; ex:q $this"
SELECTS = {
    "filter": "SELECT $this ?value { $this ex:begin ?value ; ex:end ?end FILTER(?value >= ?end) }",
    "path variable": "SELECT $this ?path ?value { $this ?path ?value FILTER(isLiteral(?value) && ?path = ex:label) }",
    "optional": "SELECT $this { $this ex:begin ?b OPTIONAL { ?o ex:of $this } FILTER(!bound(?o)) }",
    "optional with filter": """SELECT $this ?value { $this ex:p ?value
        OPTIONAL { ?value ex:q ?z FILTER(?z = $this) } FILTER(!bound(?z)) }""",
    "union of groups": """SELECT $this ?value {
        { $this ex:p ?value FILTER($this = ex:a) } UNION { ?value ex:of $this } }""",
    "not exists over three triples": f"""SELECT $this ?value {{ $this ex:p ?value
        FILTER NOT EXISTS {{ {AGENT} . ?value ex:role ?any }} }}""",
    "exists in exists": """SELECT $this { $this ex:p ?v FILTER EXISTS { ?v ex:q ?w . ?w a ex:C
        FILTER NOT EXISTS { ?w ex:of $this . ?w ex:p ?u } } }""",
    "aggregate": "SELECT $this (COUNT(?v) AS ?value) { $this ex:p ?v } GROUP BY $this HAVING(COUNT(?v) > 1)",
    "sub-select": """SELECT $this ?value { $this ex:begin ?b
        { SELECT $this (MAX(?l) AS ?value) { $this ex:p/ex:q/ex:begin ?l } GROUP BY $this } }""",
    "bind and text": """SELECT $this ?value { $this ex:label ?l
        BIND(CONCAT ("CONCAT ( ", STR(?l)) AS ?value) FILTER(STRLEN(?value) > 10) }""",
    "property path": """SELECT $this ?value { $this ex:p/ex:q ?value
        FILTER EXISTS { $this (ex:p|ex:of)+ ?value . ?value ex:begin ?n } }""",
    "comment and strings": """SELECT $this { # a } comment
        $this ex:label '''it's "here"''' , ?l FILTER(?l != "}") }""",
    "every node": "SELECT $this { FILTER(isIRI($this)) }",
}


def quads(text: str) -> list[Quad]:
    return list(parse(PREFIXES + text, RdfFormat.TURTLE))


def told(results: list[Result], with_messages: bool) -> list[tuple[str, ...]]:
    texts = [sorted(m.value for m in r.messages) if with_messages else [] for r in results]
    return sorted((*r.sort_key()[:6], str(r.severity), *text) for r, text in zip(results, texts, strict=True))


def both(shapes: str, data: str = DATA) -> list[Result]:
    """The compiled results, looked up or scanned, after comparison with pySHACL's; messages if the shapes have any."""
    store = Store()
    store.extend(quads(data))
    read = quads(shapes)
    found = compile_shapes(read).validate(store)
    assert compile_shapes(read, few=0).validate(store) == found
    declared = "sh:message" in shapes
    assert told(found, declared) == told(validate_by_reference(read, quads(data)), declared)
    return found


@pytest.mark.parametrize("name", sorted(SELECTS))
@pytest.mark.parametrize("targets", ["sh:targetClass :C , :D", "sh:targetClass :C", "sh:targetNode :a , :c , :nowhere"])
def test_select_finds_what_the_reference_finds(name: str, targets: str) -> None:
    """Joins, negations, aggregates and sub-selects mean the same as with one focus node at a time."""
    query = SELECTS[name].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    both(
        f""":S {targets} ; sh:sparql :Q .
        :Q sh:prefixes <http://example.org/> ; sh:message "{{$this}} has {{?value}}" ; sh:select "{query}" ."""
    )


def compiled_only(shapes: str) -> list[Result]:
    store = Store()
    store.extend(quads(DATA))
    return compile_shapes(quads(shapes)).validate(store)


def test_message_of_the_constraint_takes_the_values_in() -> None:
    """`{?value}` and `{$this}` become the values, and the constraint's message goes before the shape's."""
    (result,) = compiled_only(
        """:S sh:targetClass :C ; sh:message "of the shape" ; sh:sparql [ sh:message "{$this}: {?value} > {?end}"@en ;
           sh:prefixes <http://example.org/> ;
           sh:select "SELECT $this ?value ?end { $this ex:begin ?value ; ex:end ?end FILTER(?value > ?end) }" ] ."""
    )
    assert [(m.value, m.language) for m in result.messages] == [("http://example.org/b: 7 > 5", "en")]


def test_rule_inside_a_negation() -> None:
    """A rule in a nested shape decides conformance for each value node."""
    both(
        """:S sh:targetClass :C ; sh:property :P . :P sh:path :p ; sh:not :N .
           :N a sh:NodeShape ; sh:sparql [ sh:prefixes <http://example.org/> ;
              sh:select "SELECT $this { $this ex:role ex:Agent }" ] ."""
    )


def test_path_of_a_property_shape() -> None:
    """$PATH stands for the path, also a complex one."""
    found = both(
        """:S sh:targetClass :C ; sh:path ( :p :q ) ; sh:sparql [ sh:prefixes <http://example.org/> ;
           sh:select "SELECT $this ?value { $this $PATH ?value FILTER(?value = $this) }" ] ."""
    )
    assert {str(r.value) for r in found} == {"<http://example.org/a>", "<http://example.org/b>"}


def test_deactivated_rule_is_not_run() -> None:
    """sh:deactivated true on the constraint."""
    assert not both(
        ':S sh:targetClass :C ; sh:sparql [ sh:deactivated true ; sh:select "SELECT $this { }" ] .',
    )


def test_component_with_parameters() -> None:
    """A component of the shapes' own, used by node and property shapes, with an optional parameter."""
    component = """:Ending a sh:ConstraintComponent ;
        sh:parameter [ sh:path :ending ] , [ sh:path :least ; sh:optional true ] ;
        sh:validator [ a sh:SPARQLAskValidator ; sh:message "not {$ending}" ;
            sh:ask "ASK { FILTER(STRENDS(STR($value), $ending) && STRLEN(STR($value)) >= COALESCE($least, 1)) }" ] .
    """
    store = Store()
    store.extend(quads(DATA))
    found = compile_shapes(
        quads(
            component
            + ':S sh:targetClass :C ; :ending "a" . :P sh:targetClass :D ; sh:path :label ; :ending "c" ; :least 2 .'
        )
    ).validate(store)
    assert {(str(r.focus), str(r.value), r.messages[0].value) for r in found} == {
        ("<http://example.org/b>", "<http://example.org/b>", "not a"),
        ("<http://example.org/c>", '"c"@en', "not c"),
    }


def test_current_shape_is_bound() -> None:
    """$currentShape is the shape, in rules and in validators; a blank one cannot be named in a query."""
    component = """:Same a sh:ConstraintComponent ; sh:parameter [ sh:path :same ] ; sh:validator [
        sh:ask "ASK { FILTER($currentShape = $same) }" ] .
        :S sh:targetNode :a ; :same :T . :T sh:targetNode :a ; :same :T .
        :R sh:targetNode :a ; sh:sparql [ sh:prefixes <http://example.org/> ;
           sh:select "SELECT $this ?value { BIND($currentShape AS ?value) }" ] ."""
    found = {(str(r.shape), str(r.value)) for r in compiled_only(component)}
    assert found == {
        ("<http://example.org/S>", "<http://example.org/a>"),
        ("<http://example.org/R>", "<http://example.org/R>"),
    }
    with pytest.raises(UnsupportedShape, match="blank node"):
        compile_shapes(
            quads('[] sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this { FILTER($currentShape = 1) }" ] .')
        )


def test_component_without_a_sparql_validator_is_refused() -> None:
    """JavaScript and missing validators are named."""
    with pytest.raises(UnsupportedShape, match="no SPARQL validator"):
        compile_shapes(
            quads(":K a sh:ConstraintComponent ; sh:parameter [ sh:path :k ] . :S sh:targetClass :C ; :k 1 .")
        )


def test_shapes_graph_needs_its_name() -> None:
    """$shapesGraph is refused with the remedy unless the caller says where the shapes are."""
    shapes = ':S sh:targetClass :C ; sh:sparql [ sh:select "SELECT $this { GRAPH $shapesGraph { ?s ?p $this } }" ] .'
    with pytest.raises(UnsupportedShape, match="shapes_graph="):
        compile_shapes(quads(shapes))
