"""The lexer and the guard by themselves: SPARQL as people write it passes, also where it looks like something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from furat.graph.serve.guard.dataset import with_dataset
from furat.graph.serve.guard.limits import check_query, check_update
from furat.graph.serve.problem import Problem
from furat.graph.sparql_lexer import lex


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?a < ?b", ["var", "mark", "var"]),
        ("<http://a#b>", ["iri"]),
        ("a:b\\'c 'x'", ["name", "string"]),
        ("'''it's''' # SERVICE", ["string"]),
        ('"a\\"b" "c"', ["string", "string"]),
        ("_:b1 :x ex: ex:a.b.", ["name", "name", "name", "name", "mark"]),
        ("1.5e3 .5 12", ["number", "number", "number"]),
        ('"حلب"@ar--rtl ^^xsd:date', ["string", "word", "mark", "name"]),
        ("<http://a/\\u0041#b> x", ["iri", "word"]),
        ("<<( ?s ?p ?o )>>", ["mark", "var", "var", "var", "mark"]),
    ],
)
def test_tokens(text: str, kinds: list[str]) -> None:
    """Each by its kind; comments and spaces are none."""
    assert list(lex(text).kinds) == kinds


@given(st.text(alphabet="<>\"'#\\ab:?{}()[]. \n1حu0", max_size=60))
def test_lexing_never_fails_and_keeps_order(text: str) -> None:
    """Whatever is sent."""
    lexed = lex(text)
    assert list(lexed.starts) == sorted(lexed.starts)
    assert len(lexed.kinds) == len(lexed.texts) == len(lexed.depths)


@pytest.mark.parametrize(
    "piece", ['"', "'''", "<", "<a", "#", "\\", "a:", "a.", "ح", "ح.", "<<(", '"\\', '"a\n', "_", "a:%"]
)
def test_lexing_takes_time_linear_in_the_text(piece: str) -> None:
    """A hundred thousand of anything is cut: what took quadratic time would still run tomorrow."""
    assert lex(piece * 100_000).source


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s rdfs:comment "SERVICE <http://evil/>" }',
        "SELECT * { ?service ex:SERVICE ?o } # SERVICE <http://evil/>",
        "SELECT * { <http://a/SERVICE> ?p 'LOAD' }",
    ],
)
def test_words_of_the_network_inside_strings_names_and_comments_are_harmless(text: str) -> None:
    """Only the keyword counts."""
    assert check_query(text, ()).form == "SELECT"


def test_load_is_refused_wherever_it_stands() -> None:
    """Also after other operations, and SILENT."""
    for text in ("LOAD <http://a/>", "CLEAR ALL ; load silent <http://a/>", "#\nLOAD <file:///a>"):
        with pytest.raises(Problem) as caught:
            check_update(text, ())
        assert caught.value.status == 403
    check_update("INSERT DATA { ex:load ex:LOAD 'LOAD <http://a/>' }", ())


def test_shapes_join_queries_that_differ_in_constants_only() -> None:
    """The pool learns from one what to expect of the other."""
    one, two = (lex(f"SELECT ?o {{ <http://a/{n}> ex:p{n} ?o FILTER(?o > {n}) }} LIMIT {n}").shape for n in (1, 20))
    assert one == two != lex("SELECT ?o { ?s ex:p ?o }").shape


def test_a_dataset_is_written_into_each_operation() -> None:
    """Before each WHERE of the outermost level and nowhere else."""
    text = "DELETE WHERE { ?s ?p ?o } ; INSERT { ?s ?p 1 } WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; "
    text += "INSERT DATA { <a:b> <a:c> 1 }"
    assert with_dataset(text, ["http://g/1"], ["http://g/2"]) == (
        "DELETE { ?s ?p ?o } USING <http://g/1> USING NAMED <http://g/2> WHERE { ?s ?p ?o } ; "
        "INSERT { ?s ?p 1 } USING <http://g/1> USING NAMED <http://g/2> WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; "
        "INSERT DATA { <a:b> <a:c> 1 }"
    )


def test_prefixes_before_a_short_delete_stay_in_front() -> None:
    """The rewriting touches only what it must."""
    assert with_dataset("PREFIX x: <http://x/> DELETE WHERE { ?s x:p ?o }", ["http://g/1"], []) == (
        "PREFIX x: <http://x/> DELETE { ?s x:p ?o } USING <http://g/1> WHERE { ?s x:p ?o }"
    )
