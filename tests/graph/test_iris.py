"""IRIs: minted in one module, safe for any key, the same on every run."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

import furat
from furat.extract.errors import InputError
from furat.extract.records import Span
from furat.graph.vocab import iris, namespaces
from furat.graph.vocab.iris import LONGEST_KEY, Iris, check_base, document_key, segment, web_address

BASE = "http://localhost:7878/"


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ("snn-0002", "snn-0002"),
        ("000_b4dab204269f636e", "000_b4dab204269f636e"),
        ("حلب", "%D8%AD%D9%84%D8%A8"),
        ('قال "نعم"', "%D9%82%D8%A7%D9%84%20%22%D9%86%D8%B9%D9%85%22"),
        ("2015/07/a b.txt", "2015%2F07%2Fa%20b.txt"),
        ("a#b?c", "a%23b%3Fc"),
        ("50%", "50%25"),
    ],
)
def test_a_key_is_one_path_segment_of_ascii(identifier: str, key: str) -> None:
    """Arabic, spaces, quotes, slashes and marks are percent-encoded; plain identifiers stay as they are."""
    assert document_key(identifier) == key
    assert unquote(key) == identifier


@pytest.mark.parametrize("identifier", ["", ".", "..", "س" * 300, "a" * 5000])
def test_keys_that_no_path_could_hold_end_in_a_hash(identifier: str) -> None:
    """Dot segments and over-long identifiers become short keys that a browser does not rewrite."""
    key = document_key(identifier)
    assert len(key) <= LONGEST_KEY
    assert key not in ("", ".", "..")
    assert "~" in key


@given(st.text(max_size=400), st.text(max_size=400))
def test_distinct_identifiers_have_distinct_keys(one: str, other: str) -> None:
    """No two documents share an IRI by accident, and each IRI parses."""
    assert (segment(one) == segment(other)) == (one == other)
    address = Iris(BASE).document(segment(one))
    [quad] = parse(f"<{address}> <{address}> <{address}> .".encode(), RdfFormat.N_TRIPLES)
    assert quad.subject == NamedNode(address)


@pytest.mark.parametrize("base", ["http://localhost:7878/", "https://example.org/furat/", "http://[::1]:7878/a/b/"])
def test_a_base_is_an_absolute_iri_that_ends_in_a_slash(base: str) -> None:
    """What can stand before every IRI is accepted as it is."""
    assert check_base(base) == base
    assert Iris(base).document("a") == f"{base}document/a"


@pytest.mark.parametrize(
    "base", ["", "example.org/", "http://example.org", "http://a b/", "http://a/?x/", "ftp://a/", "http://a/#/"]
)
def test_a_base_that_cannot_carry_iris_is_refused_with_the_remedy(base: str) -> None:
    """The message says what to give instead."""
    with pytest.raises(InputError, match="absolute http"):
        Iris(base)


def test_parts_of_a_document_are_fragments_of_its_iri() -> None:
    """Mentions follow RFC 5147; reports carry their trigger, participations and claims their report."""
    document = Iris(BASE).document("d1")
    report = iris.report(document, Span(3, 7))
    assert iris.mention(document, Span(0, 4)) == f"{document}#char=0,4"
    assert report == f"{document}#report=3,7"
    assert iris.report(document, Span(3, 7), 1) == f"{document}#report=3,7&part=1"
    assert iris.trigger_of(f"{report}&part=1") == Span(3, 7)
    assert iris.participation(report, "agent", 0) == f"{document}#report=3,7&role=agent&n=0"
    assert iris.claim(report, 0) == f"{document}#report=3,7&claim=0"
    assert Iris(BASE).membership("e1", report) == f"{BASE}event/e1#document=d1&report=3,7"


def test_affiliations_are_told_apart_by_when_they_began() -> None:
    """A group that changed sides has one node a stretch of time."""
    made = Iris(BASE)
    assert made.affiliation("a", "partOf", "b", None) == f"{BASE}actor/a#partOf=b"
    assert made.affiliation("a", "partOf", "b", "2015-10/2016") == f"{BASE}actor/a#partOf=b&since=2015-10%2F2016"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        (' https://example.org/a b"c ', "https://example.org/a%20b%22c"),
        ("https://example.org/خبر", "https://example.org/خبر"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%D8%A7", "https://example.org/%D8%A7"),
        ("example.org/a", None),
        ("", None),
        ("http://", None),
    ],
)
def test_web_addresses_become_iris(url: str, address: str | None) -> None:
    """Characters that no IRI may hold are encoded; what is not absolute is no IRI."""
    assert web_address(url) == address


@given(st.text(max_size=60))
def test_any_web_address_that_is_accepted_parses(tail: str) -> None:
    """The engine reads back every IRI that is let through."""
    address = web_address("https://example.org/" + tail)
    if address is not None:
        [quad] = parse(f"<{address}> <{address}> <{address}> .".encode(), RdfFormat.N_TRIPLES)
        assert quad.subject == NamedNode(address)


def test_prefixed_names_expand_and_shrink() -> None:
    """The longest fitting prefix wins, so wgs: is not written as something else."""
    for prefix, space in namespaces.PREFIXES.items():
        assert namespaces.iri(f"{prefix}:x") == f"{space}x"
        assert namespaces.curie(f"{space}x") == f"{prefix}:x"
        assert namespaces.node(f"{prefix}:x") == NamedNode(f"{space}x")
    assert namespaces.curie("urn:x") == "urn:x"


def minted_by_hand(tree: ast.AST) -> Iterator[int]:
    """Lines that put a base IRI in front of something: `base + ...`, `f"{x.base_iri}..."`."""

    def is_base(node: ast.expr) -> bool:
        called = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        return called.lower().strip("_") in ("base", "base_iri")

    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod) and is_base(node.left):
            yield node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            named = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if named in ("urljoin", "format") and any(is_base(argument) for argument in node.args):
                yield node.lineno
        if isinstance(node, ast.JoinedStr):
            for one, after in pairwise(node.values):
                text = after.value if isinstance(after, ast.Constant) else "?"
                if isinstance(one, ast.FormattedValue) and is_base(one.value) and str(text)[:1] not in " ,;>:":
                    yield node.lineno


@pytest.mark.parametrize(
    "source",
    ['base + "document/" + key', "snapshot.base + key", 'f"{info.base_iri}graph/{name}"', 'urljoin(base, "x")'],
)
def test_minting_by_hand_is_seen(source: str) -> None:
    """The check below can fail."""
    assert list(minted_by_hand(ast.parse(source))) == [1]


def test_iris_are_minted_in_one_module() -> None:
    """Nothing but `vocab/iris.py` puts a base IRI in front of a path."""
    graph = Path(furat.__file__).parent / "graph"
    modules = [path for path in graph.rglob("*.py") if path != graph / "vocab" / "iris.py"]
    assert len(modules) > 100
    found = [
        f"{path.relative_to(graph)}:{line}"
        for path in modules
        for line in minted_by_hand(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_iris_are_taken_apart_where_they_are_minted() -> None:
    """The path below the base, and the document that an IRI or a graph is of."""
    minted = Iris(BASE)
    assert minted.path(minted.at("document/a")) == "document/a"
    assert minted.path("http://elsewhere.example/a") is None
    assert minted.document_of(minted.document("a")) == minted.document_of(minted.document_graph("a")) == "a"
    assert minted.document_of(minted.event("a")) is None
