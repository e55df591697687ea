"""The gate: nothing invalid gets in, and no document pays for another one."""

from importlib import util
from pathlib import Path

import pytest

from furat.graph import gate
from furat.graph.gate import Candidate, Gate
from furat.graph.mapping.document import Mapper
from furat.graph.vocab.iris import Iris

_spec = util.spec_from_file_location("example_reading", Path(__file__).with_name("example_reading.py"))
assert _spec is not None and _spec.loader is not None
EXAMPLE = util.module_from_spec(_spec)
_spec.loader.exec_module(EXAMPLE)
MAPPER = Mapper(Iris("http://localhost:7878/"), EXAMPLE.GAZETTEER, "r1")
ENGINES = ["pyshacl", *(["compiled"] if gate._has_compiler() else [])]


def candidate(identifier: str, without: str = "\0", replace: tuple[str, str] = ("", "")) -> Candidate:
    """The example document, without the lines that hold some words, or with other words in them."""
    lines = [line for line in MAPPER.lines(EXAMPLE.reading(identifier)) if without not in line]
    return Candidate(identifier, "".join(line.replace(*replace) if replace[0] else line for line in lines).encode())


@pytest.mark.parametrize("engine", ENGINES)
def test_what_the_mapping_writes_conforms(engine: gate.EngineName) -> None:
    """The example with one of everything passes the project's shapes."""
    verdict = Gate(engine).validate([candidate("good")])
    assert [str(f) for found in verdict.refused.values() for f in found.findings] == []
    assert verdict.conforming == ("good",)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_bad_document_is_refused_alone_with_its_report(engine: gate.EngineName) -> None:
    """Of three, the one without statuses and the one with an end before its begin are refused, with what is wrong."""
    batch = [
        candidate("good"),
        candidate("no-status", without="furat/ontology#status>"),
        candidate("bad-span", replace=('endIndex> "5"', 'endIndex> "0"')),
        candidate("last"),
    ]
    verdict = Gate(engine).validate(batch)
    assert verdict.conforming == ("good", "last")
    assert set(verdict.refused) == {"no-status", "bad-span"}
    lost = verdict.refused["no-status"]
    assert {f.path.rpartition("#")[2] for f in lost.findings} == {"status"}
    assert all(f.message for f in lost.findings)
    assert "ValidationReport" in lost.report


@pytest.mark.parametrize("engine", ENGINES)
def test_the_verdict_does_not_depend_on_the_batch(engine: gate.EngineName) -> None:
    """Documents that describe one uncurated actor differently are each judged by their own graph."""
    other = candidate("other", replace=('"لواء الوادي"', '"كتيبة الوادي"'))
    assert Gate(engine).validate([candidate("one"), other]).conforming == ("one", "other")
    assert Gate(engine).validate([other]).conforming == ("other",)


def test_the_verdict_does_not_depend_on_the_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that is judged piece by piece is judged the same, in the order given."""
    batch = [candidate("good"), candidate("no-status", without="furat/ontology#status>"), candidate("last")]
    whole = Gate().validate(batch)
    for size in (1, len(batch[0].quads) + len(batch[1].quads)):
        monkeypatch.setattr(gate, "BITE", size)
        assert Gate().validate(batch) == whole
    assert whole.conforming == ("good", "last")


def test_the_compiled_engine_is_the_default_where_it_is_there() -> None:
    """pySHACL stays the reference and the fallback."""
    assert Gate().name == ENGINES[-1]
    assert Gate("pyshacl").name == "pyshacl"


def test_nothing_to_judge_is_no_error() -> None:
    """An empty batch gives an empty verdict."""
    verdict = Gate("pyshacl").validate([])
    assert (verdict.conforming, dict(verdict.refused)) == ((), {})
