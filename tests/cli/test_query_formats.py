"""What `furat query`, `furat dump` and `furat validate` write and read, as other programs take it."""

import csv
import io
import json
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

Run = Callable[..., subprocess.CompletedProcess[str]]
_PREFIX = "PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>\n"
_TEXT = "قتل خمسة مدنيين في عفرين.\r\nوقصفت طائرات البلدة{} أمس.\r\n"


@pytest.fixture(scope="module")
def windows_store(furat: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one document with Windows line ends."""
    return _built(furat, tmp_path_factory.mktemp("windows"), "")


@pytest.fixture(scope="module")
def control_store(furat: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one document with a control character."""
    return _built(furat, tmp_path_factory.mktemp("control"), "\u0001")


def _built(furat: Run, folder: Path, character: str) -> Path:
    record = {"id": "one", "text": _TEXT.format(character), "published": "2019-02-20"}
    (folder / "news.jsonl").write_text(json.dumps(record), encoding="utf-8")
    done = furat("build", folder / "news.jsonl", "--store", folder / "store")
    assert done.returncode == 0, done.stderr
    return folder / "store"


def _asked(folder: Path, text: str) -> Path:
    path = folder / "asked.rq"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["reports-with-evidence", "mentions-of-entity", "movements"])
def test_csv_has_as_many_fields_in_each_row_as_columns(furat: Run, seeds_store: Path, name: str) -> None:
    """IRIs of reports hold commas."""
    done = furat("query", name, "--store", seeds_store, "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout, newline="")))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_csv_for_excel_begins_with_a_mark(furat: Run, seeds_store: Path) -> None:
    """With --bom."""
    done = furat("query", "movements", "--store", seeds_store, "--format", "csv", "--bom")
    assert done.stdout.startswith("\ufeff")


def test_a_star_keeps_the_order_of_the_query(furat: Run, seeds_store: Path, tmp_path: Path) -> None:
    """The engine alone would give the columns by the alphabet."""
    query = _asked(tmp_path, "SELECT * { ?s ?p ?o } LIMIT 1")
    assert furat("query", query, "--store", seeds_store).stdout.splitlines()[0] == "s\tp\to"


def test_offsets_fit_the_text_in_xml(furat: Run, windows_store: Path, tmp_path: Path) -> None:
    """Each anchor stands in the text where its offsets say, with Windows line ends too."""
    query = _asked(
        tmp_path,
        _PREFIX
        + """SELECT ?t ?b ?e ?a {
        ?m nif:referenceContext ?d ; nif:beginIndex ?b ; nif:endIndex ?e ; nif:anchorOf ?a . ?d nif:isString ?t }""",
    )
    done = furat("query", query, "--store", windows_store, "--format", "xml")
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = ElementTree.fromstring(done.stdout)
    rows = [{b.get("name"): b[0].text or "" for b in row} for row in found.iter(space + "result")]
    assert len(rows) > 3
    assert all(row["t"][int(row["b"]) : int(row["e"])] == row["a"] for row in rows)
    assert "\r\n" in rows[0]["t"]


def test_a_dump_in_rdf_xml_reads_back_whole(furat: Run, windows_store: Path, tmp_path: Path) -> None:
    """The same triples as in N-Triples."""
    for name in ("d.rdf", "d.nt"):
        assert furat("dump", "--store", windows_store, "--output", tmp_path / name).returncode == 0
    texts = [
        {str(text) for text in Graph().parse(tmp_path / name).objects() if "\r" in text} for name in ("d.rdf", "d.nt")
    ]  # fmt: skip
    assert texts[0] == texts[1] != set()


def test_a_character_that_xml_cannot_carry_is_named(furat: Run, control_store: Path, tmp_path: Path) -> None:
    """The dump is refused with what to write instead, and leaves no file; so is the query."""
    done = furat("dump", "--store", control_store, "--output", tmp_path / "d.rdf")
    assert done.returncode != 0
    assert "U+0001" in done.stderr
    assert ".nt" in done.stderr
    assert list(tmp_path.iterdir()) == []
    query = _asked(tmp_path, _PREFIX + "SELECT ?t { ?d nif:isString ?t }")
    refused = furat("query", query, "--store", control_store, "--format", "xml")
    assert refused.returncode != 0
    assert "--format" in refused.stderr
    assert furat("query", query, "--store", control_store, "--format", "json").returncode == 0


def test_a_dump_in_json_ld_says_type(furat: Run, windows_store: Path, tmp_path: Path) -> None:
    """As frames look for it."""
    assert furat("dump", "--store", windows_store, "--output", tmp_path / "d.jsonld").returncode == 0
    text = (tmp_path / "d.jsonld").read_text(encoding="utf-8")
    assert '"@type":["' in text
    assert "22-rdf-syntax-ns#type" not in text


def test_byte_order_marks_are_no_part_of_a_file(furat: Run, seeds_store: Path, tmp_path: Path) -> None:
    """Queries, data and shapes."""
    query = tmp_path / "q.rq"
    query.write_text("\ufeffASK { ?s ?p ?o }", encoding="utf-8")
    assert furat("query", query, "--store", seeds_store).stdout == "yes\n"
    data, shapes = tmp_path / "x.nt", tmp_path / "shapes.ttl"
    data.write_text('\ufeff<http://e/a> <http://e/b> "x" .\n', encoding="utf-8")
    shapes.write_text("\ufeff<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> .", encoding="utf-8")
    assert furat("validate", data, "--shapes", shapes).returncode == 0
