"""Screens: what conforms is cleared without its exact queries, and no screen ever hides a violation."""

from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from furat.graph.shacl import Result, compile_shapes, validation
from furat.graph.shacl import prefilter as screening
from furat.graph.shacl.compiler import Check
from furat.graph.shacl.prefilter import Screening
from furat.graph.shacl.prefilter_queries import Screen
from furat.graph.shacl.sparql import read_body

PREFIXES = """@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = """
:S sh:targetClass :C ;
    sh:property [ sh:path :p ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ; sh:minLength 1 ] ,
        [ sh:path :q ; sh:class :D ; sh:disjoint :r ] ,
        [ sh:path :begin ; sh:lessThan :end ] ;
    sh:or ( [ sh:path :q ; sh:maxCount 0 ] [ sh:path :r ; sh:minCount 1 ] ) ;
    sh:sparql [ sh:select "SELECT $this ?value { $this <http://example.org/end> ?value FILTER(?value > 9) }" ] .
:T sh:targetClass :D ; sh:property [ sh:path :p ; sh:maxCount 1 ; sh:datatype xsd:string ; sh:minLength 1 ] .
"""
GOOD = ':a a :C ; :p "x" ; :q :d ; :r :e ; :begin 1 ; :end 2 . :d a :D ; :p "y" . :e a :E .'


def quads(text: str) -> list[Quad]:
    return list(parse(PREFIXES + text, RdfFormat.TURTLE))


def stored(text: str) -> Store:
    store = Store()
    store.extend(quads(text))
    return store


def found(data: str, shapes: str = SHAPES) -> list[tuple[str, str]]:
    """Focus node and component of each result, which screens must not change."""
    read = quads(shapes)
    screened = compile_shapes(read, few=0).validate(stored(data))
    assert screened == compile_shapes(read, few=1000).validate(stored(data))
    return [(str(r.focus)[20:-1], r.component.value.partition("#")[2][:-19]) for r in screened]


def test_conforming_data_needs_no_exact_query(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts, tests of values, comparisons, alternatives and rules in SPARQL are all cleared by their screens."""
    asked: list[str] = []
    exact = validation._Plan.violations

    def recorded(plan: validation._Plan, store: Store, check: Check, text: str, union: bool) -> Iterator[Result]:
        asked.append(text)
        return exact(plan, store, check, text, union)

    monkeypatch.setattr(validation._Plan, "violations", recorded)
    assert compile_shapes(quads(SHAPES), few=0).validate(stored(GOOD)) == []
    assert asked == []
    assert compile_shapes(quads(SHAPES), few=1000).validate(stored(GOOD)) == []
    assert asked != []


@pytest.mark.parametrize(
    ("data", "component"),
    [
        (":b a :C .", "MinCount"),
        (':b a :C ; :p "x" , "y" .', "MaxCount"),
        (":b a :C ; :p 1 .", "Datatype"),
        (':b a :C ; :p "" .', "MinLength"),
        (':b a :C ; :p "x" ; :q :e ; :r :f .', "Class"),
        (':b a :C ; :p "x" ; :q :d ; :r :d .', "Disjoint"),
        (':b a :C ; :p "x" ; :begin 2 ; :end 2 .', "LessThan"),
        (':b a :C ; :p "x" ; :q :d .', "Or"),
        (':b a :C ; :p "x" ; :end 10 .', "SPARQL"),
    ],
)
def test_a_violation_among_what_conforms_is_found(data: str, component: str) -> None:
    """One node at fault beside one that is right: exactly that one is reported."""
    assert found(GOOD + data) == [("b", component)]


def test_nodes_that_no_shape_targets_raise_false_alarms_only() -> None:
    """What is wrong with other nodes makes the exact queries run, and these report nothing."""
    assert found(GOOD + ':x :p "" , 1 ; :q :e ; :r :e ; :begin 2 ; :end 1 , 99 .') == []


def test_a_target_that_the_data_does_not_hold_is_not_cleared() -> None:
    """A node that is only named by the shapes lacks values like any other."""
    shapes = ":S sh:targetNode :nowhere ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
    assert found(GOOD, shapes) == [("nowhere", "MinCount")]


def test_one_question_for_all_properties_with_the_same_test() -> None:
    """Two screens with one test ask it once, of the values of both; each alone only where that finds something."""
    asked: list[str] = []
    store = stored(GOOD)

    def run(query: str) -> QuerySolutions:
        asked.append(query)
        solutions = store.query(query)
        assert isinstance(solutions, QuerySolutions)
        return solutions

    nothing, something = "SELECT ?this { ?this <urn:x> ?value }", "SELECT ?this { ?this ?p ?value }"
    source = "?this a <http://example.org/C> ."
    whole = Screening(run, {"test": nothing})
    assert whole.clears(Screen(open_query=something, values="one", wrong="test"), source)
    assert whole.clears(Screen(open_query=something, values="two", wrong="test"), source)
    assert asked.count(nothing) == 1 and something not in asked
    broken = Screening(run, {"test": something})
    assert broken.clears(Screen(open_query=nothing, values="one", wrong="test"), source)
    assert not broken.clears(Screen(open_query=something, values="two", wrong="test"), source)


@pytest.mark.parametrize(
    ("counted", "cleared"), [((1, 1), True), ((2, None), False), ((0, 0), False), ((0, 2), True), ((0, None), True)]
)
def test_counts_clear_only_what_they_prove(counted: tuple[int, int | None], cleared: bool) -> None:
    """Each of two nodes has one value: at least one and at most one or more are certain, at least two is not."""
    store = stored(':a a :C ; :p "x" . :b a :C ; :p "x" .')

    def run(query: str) -> QuerySolutions:
        solutions = store.query(query)
        assert isinstance(solutions, QuerySolutions)
        return solutions

    screen = Screen(counted=(NamedNode("http://example.org/p"), *counted))
    assert Screening(run, {}).clears(screen, "?this a <http://example.org/C> .") is cleared


def test_too_many_nodes_are_not_screened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of focus nodes, sets of them would fill the memory: the exact queries run instead."""
    monkeypatch.setattr(screening, "SCREENED", 0)
    assert found(GOOD) == []
    assert found(GOOD + ":b a :C .") == [("b", "MinCount")]


@pytest.mark.parametrize(
    ("query", "is_open"),
    [
        ("SELECT $this { $this <urn:p> ?x }", True),
        ("SELECT $this { ?x <urn:p> ?y . $this <urn:q> ?x FILTER NOT EXISTS { ?x <urn:r> $this } }", True),
        ("SELECT $this { { $this <urn:p> ?x } UNION { $this a ?x } }", True),
        ("SELECT $this { FILTER(isIRI($this)) }", False),
        ("SELECT $this { ?x <urn:p> $this }", False),
        ("SELECT $this { $this <urn:p>* ?x }", False),
        ("SELECT $this { ?x <urn:p> ?y BIND(STR($this) AS ?s) . $this <urn:q> ?x FILTER(?s = ?y) }", False),
        ("SELECT $this { $this <urn:p> ?x OPTIONAL { ?x <urn:q> ?y FILTER(?y = $this) } }", False),
        ("SELECT $this { { $this <urn:p> ?x } UNION { ?x <urn:q> ?y } FILTER(?x != $this) }", False),
        ("SELECT $this (COUNT(?x) AS ?n) { $this <urn:p> ?x } GROUP BY $this HAVING(COUNT(?x) > 1)", False),
        ("SELECT $this { $this <urn:p> ?x } LIMIT 5", False),
        ("SELECT $this { { SELECT $this { $this <urn:p> ?x } } }", False),
    ],
)
def test_only_rules_that_bind_this_themselves_run_without_targets(query: str, is_open: bool) -> None:
    """Where $this is compared, counted or reached before a triple binds it, leaving the targets out could find less."""
    body = read_body(query, {}, None, ("this",), "a rule")
    assert (body.open_query("this") != "") is is_open
