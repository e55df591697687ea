"""Each shape lets its smallest valid graph pass and names what is wrong with its smallest invalid ones, by pySHACL."""

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, SH

BASE = "http://localhost:7878/"
SHAPE = "https://w3id.org/furat/shape/"
FOLDER = Path(__file__).parent / "shapes"
VALID = sorted(FOLDER.glob("*/valid.ttl"))
INVALID = sorted(FOLDER.glob("*/invalid-*.ttl"))

Result = tuple[str, str, str]  # focus node, shape, constraint


def results(data: Graph, shapes: Graph) -> set[Result]:
    """What pySHACL finds: focus node (relative to the base; `_:` for a blank one), shape, constraint component."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        shape = str(report.value(result, SH.sourceShape)).removeprefix(SHAPE)
        component = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
        name = f"<{str(focus).removeprefix(BASE)}>" if isinstance(focus, URIRef) else "_:"
        found.add((name, f"shape:{shape}", f"sh:{component.removesuffix('ConstraintComponent')}"))
    return found


def expected(text: str) -> set[Result]:
    """The lines `#+ violates: FOCUS SHAPE CONSTRAINT` at the head of a file."""
    return {(a, b, c) for a, b, c in re.findall(r"^#\+ violates: (\S+) (\S+) (\S+)$", text, re.MULTILINE)}


def case_name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_all_cases_are_read() -> None:
    """A test that reads files says how many there are."""
    assert (len(VALID), len(INVALID)) == (33, 169)


@pytest.mark.parametrize("path", VALID, ids=case_name)
def test_valid_graph_conforms(path: Path, shapes: Graph) -> None:
    """The smallest valid graph of a shape violates no shape at all."""
    assert results(Graph().parse(path, format="turtle", publicID=BASE), shapes) == set()


@pytest.mark.parametrize("path", INVALID, ids=case_name)
def test_invalid_graph_gives_exactly_these_results(path: Path, shapes: Graph) -> None:
    """An invalid graph violates what its head lists, and nothing else."""
    text = path.read_text(encoding="utf-8")
    assert expected(text), "an invalid graph lists what it violates"
    assert results(Graph().parse(data=text, format="turtle", publicID=BASE), shapes) == expected(text)


@pytest.mark.parametrize("path", INVALID, ids=case_name)
def test_invalid_graph_violates_the_shape_of_its_folder(path: Path) -> None:
    """`Report/invalid-type.ttl` shows what shape:Report-type (or shape:Report itself) forbids."""
    shape, name = path.parent.name, path.stem.removeprefix("invalid-")
    violated = {result[1] for result in expected(path.read_text(encoding="utf-8"))}
    assert violated & {f"shape:{shape}", f"shape:{shape}-{name}"}


def test_every_shape_is_violated_by_some_case(shapes: Graph) -> None:
    """No shape that nothing can violate."""
    named = {
        s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes.subjects(RDF.type, kind) if isinstance(s, URIRef)
    }
    violated = {URIRef(SHAPE + r[1].removeprefix("shape:")) for p in INVALID for r in expected(p.read_text("utf-8"))}
    assert named - violated == set()


def test_every_named_shape_speaks_both_languages(shapes: Graph) -> None:
    """Each shape has a severity and one message in Arabic and one in English."""
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes.subjects(RDF.type, kind):
            if isinstance(shape, BNode):
                continue
            languages = sorted(str(message.language) for message in shapes.objects(shape, SH.message))  # type: ignore[attr-defined]
            assert languages == ["ar", "en"], shape
            assert shapes.value(shape, SH.severity) == SH.Violation, shape


def test_shapes_are_valid_shacl(shapes: Graph, vocabulary: Graph) -> None:
    """The shapes conform to the W3C's shapes for shapes, and the vocabulary conforms to them."""
    conforms, _, text = pyshacl.validate(vocabulary, shacl_graph=shapes, meta_shacl=True)
    assert conforms, text
