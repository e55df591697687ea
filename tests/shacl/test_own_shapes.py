"""The project's own shapes on the smallest graphs of tests/ontology/shapes, by the compiled engine."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from furat.graph.shacl import Compiled, Result, compile_shapes
from furat.graph.shacl.files import load_files
from furat.graph.shacl.pyshacl_engine import validate_by_reference

BASE = "http://localhost:7878/"
SHAPE = "https://w3id.org/furat/shape/"
FOLDER = Path(__file__).parents[1] / "ontology" / "shapes"


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile_shapes(files("furat").joinpath("ontology", "shapes.ttl").read_text(encoding="utf-8"))


def named(results: list[Result]) -> set[tuple[str, str, str]]:
    """Results as the heads of the files name them."""
    found = set()
    for result in results:
        focus = f"<{result.focus.value.removeprefix(BASE)}>" if isinstance(result.focus, NamedNode) else "_:"
        shape = f"shape:{str(result.shape)[1:-1].removeprefix(SHAPE)}"
        component = result.component.value.split("#")[1].removesuffix("ConstraintComponent")
        found.add((focus, shape, f"sh:{component}"))
    return found


def test_every_small_graph_gives_exactly_the_results_that_it_names(compiled: Compiled, tmp_path: Path) -> None:
    """33 valid and 169 invalid graphs, read from files as `furat validate` reads them."""
    paths = sorted(FOLDER.glob("*/*.ttl"))
    assert len(paths) >= 202
    for path in paths:
        text = path.read_text(encoding="utf-8")
        expected = set(re.findall(r"^#\+ violates: (\S+) (\S+) (\S+)$", text, re.MULTILINE))
        copy = tmp_path / "graph.ttl"
        copy.write_text(f"@base <{BASE}> .\n{text}", encoding="utf-8")
        store, exact = load_files([copy])
        assert named(compiled.validate(store, exact=exact)) == expected, path


def test_messages_and_severities_are_those_of_the_reference(compiled: Compiled) -> None:
    """Each result carries the shape's messages in both languages."""
    shapes = files("furat").joinpath("ontology", "shapes.ttl").read_text(encoding="utf-8")
    text = (FOLDER / "Mention" / "invalid-anchor.ttl").read_text(encoding="utf-8")
    quads = list(parse(text, RdfFormat.TURTLE, base_iri=BASE))
    expected = validate_by_reference(shapes, quads)
    from furat.graph.shacl.datatype_shadow import exact_store

    exact = exact_store(quads)
    assert exact is not None
    found = compiled.validate(exact, exact=exact)
    assert [(r.focus, r.messages, r.severity) for r in found] == [(r.focus, r.messages, r.severity) for r in expected]
    assert all({m.language for m in result.messages} == {"ar", "en"} for result in found)
