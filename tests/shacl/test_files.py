"""Files validated as `furat validate` does: formats, compression, datatypes as written, errors with place."""

import gzip
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from furat.graph.shacl import DataError, Result
from furat.graph.shacl.files import FORMATS, Engine, validate_files

PREFIXES = """@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = (
    PREFIXES + ":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:datatype xsd:byte ; sh:maxInclusive 9 ] ."
)
XSD = "http://www.w3.org/2001/XMLSchema#"
BOTH: tuple[Engine, ...] = ("compiled", "pyshacl")


def quads() -> list[Quad]:
    def quad(name: str, value: Literal) -> Quad:
        return Quad(NamedNode(f"http://example.org/{name}"), NamedNode("http://example.org/p"), value)

    byte, integer = NamedNode(XSD + "byte"), NamedNode(XSD + "integer")
    return [
        quad("a", Literal("5", datatype=byte)),
        quad("b", Literal("5", datatype=integer)),
        quad("c", Literal("300", datatype=byte)),
        quad("d", Literal("10", datatype=byte)),
    ]


def told(results: list[Result]) -> list[tuple[str, str, str]]:
    return [(str(r.focus)[-2], str(r.value).split("#")[-1], r.component.value.split("#")[1][:5]) for r in results]


EXPECTED = [
    ("b", "integer>", "Datat"),
    ("c", "byte>", "Datat"),
    ("c", "byte>", "MaxIn"),
    ("d", "byte>", "MaxIn"),
]


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_gives_the_same_results(tmp_path: Path, suffix: str, packed: str) -> None:
    """Datatypes that a store forgets are checked and reported as they were written."""
    content = serialize(quads(), format=FORMATS[suffix])
    assert content is not None
    path = tmp_path / f"data{suffix}{packed}"
    path.write_bytes(gzip.compress(content) if packed else content)
    results, statements = validate_files([path], SHAPES)
    assert told(results) == EXPECTED
    assert statements == 4


@pytest.mark.parametrize("engine", BOTH)
def test_both_engines_read_several_files_as_one_graph(tmp_path: Path, engine: Engine) -> None:
    """The reference finds the same in the same files."""
    for index, quad in enumerate(quads()):
        content = serialize([quad], format=RdfFormat.TURTLE)
        assert content is not None
        (tmp_path / f"{index}.ttl").write_bytes(content)
    only_types = SHAPES.replace("sh:maxInclusive 9", "")
    results, statements = validate_files(sorted(tmp_path.glob("*.ttl")), only_types, engine)
    assert told(results) == [result for result in EXPECTED if result[2] == "Datat"]
    assert statements == 4


def test_rules_in_sparql_see_numbers_where_datatypes_are_kept(tmp_path: Path) -> None:
    """xsd:byte keeps its type for sh:datatype and its value for a rule in SPARQL."""
    path = tmp_path / "data.ttl"
    path.write_text(PREFIXES + ':a :p "5"^^xsd:byte ; :q "4"^^xsd:byte .', encoding="utf-8")
    rule = """:S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:datatype xsd:byte ; sh:lessThan :q ] ;
        sh:sparql [ sh:select "SELECT $this { $this <http://example.org/p> ?v FILTER(?v > 4) }" ] ."""
    results, _ = validate_files([path], PREFIXES + rule)
    assert [r.component.value.split("#")[1] for r in results] == [
        "SPARQLConstraintComponent",
        "LessThanConstraintComponent",
    ]


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("data.ttl", b":a :b", r"data\.ttl:1: no valid Turtle"),
        ("data.nq", b"<http://a> <http://b> <http://c> .\nrubbish\n", r"data\.nq:2: no valid N-Quads"),
        ("data.jsonld", b"{", "no valid JSON-LD"),
        ("data.txt", b"", "no known RDF suffix"),
        ("data.ttl.gz", b"not packed", "cannot be unpacked"),
    ],
)
def test_bad_files_are_named_with_place_and_remedy(
    tmp_path: Path, engine: Engine, name: str, content: bytes, says: str
) -> None:
    """One line: the path, the line where known, what is wrong and what to do."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=says) as caught:
        validate_files([path], SHAPES, engine)
    assert "\n" not in str(caught.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    """The system's own reason is given."""
    with pytest.raises(DataError, match="No such file"):
        validate_files([tmp_path / "nowhere.ttl"], SHAPES)
