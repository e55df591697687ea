"""The index that is kept gives the answers of one made from the store at once, whatever came, changed or went."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Store

from furat.graph.search import Index, SearchHit, lookup
from furat.graph.search.contribution import pack, unpacked
from furat.graph.search.counts import count
from furat.graph.serve.workers.writer_main import write
from furat.graph.store import backup, current, doctor, hold, open_for_writing, restore
from furat.graph.store.indexing import build_index, take_document, take_events
from furat.graph.store.ledger import DocumentRow, GraphRow
from furat.graph.store.writer import GONE
from furat.graph.vocab.namespaces import iri

BASE = "http://localhost:7878/"
WORDS = ["قصف", "تحالف", "الوادي", "بلدة", "النهرين", "فجر", "اليوم", "جسر", "قرية", "طائرة"]
QUERIES = ("قصف", "الوادي", "جسر", "النهرين فجر", "bridge", "Brij", "2016", "قرية طائرة", "ط")
Lines = list[str]


def quad(subject: str, curie: str, value: str, graph: str) -> str:
    """One line; a value is a CURIE, an IRI in angle brackets, or a literal."""
    term = value if value[0] in '<"' else f"<{iri(value)}>"
    return f"<{BASE}{subject}> <{iri(curie)}> {term} <{BASE}graph/{graph}> .\n"


def document(chance: random.Random, key: str) -> Lines:
    """A headline, reports of which some share a sentence, and places that several documents name, not always alike."""
    graph, lines = f"document/{key}", []

    def add(subject: str, curie: str, value: str) -> None:
        lines.append(quad(subject, curie, value, graph))

    add(graph, "rdf:type", "furat:Document")
    add(graph, "schema:headline", f'"{" ".join(chance.sample(WORDS, 3))}"@ar')
    sentences = [" ".join(chance.choices(WORDS, k=chance.randint(1, 6))) for _ in range(2)]
    for n in range(chance.randint(1, 4)):
        report = f"{graph}#report={n},9"
        add(report, "rdf:type", "furat:Report")
        add(report, "furat:sentence", f'"{chance.choice(sentences)} \\"{chance.randrange(2)}\\""@ar')
        add(f"{graph}#char={n},9", "furat:denotes", f"<{BASE}{report}>")
    for _ in range(2):
        place = chance.randrange(4)
        add(f"{graph}#char={place},8", "furat:denotes", f"<{BASE}place/p{place}>")
        add(f"place/p{place}", "rdf:type", "furat:Place")
        add(f"place/p{place}", "skos:prefLabel", f'"جسر {chance.choice("ابت")}"@ar')
        add(f"place/p{place}", "skos:altLabel", f'"Bridge {place}"@en')
    return sorted(set(lines))


def event(chance: random.Random, key: str) -> Lines:
    """An event at a place that documents name."""
    lines = [quad(f"document/d0#report={key},9", "furat:describes", f"<{BASE}event/{key}>", "events")]
    day = f'"2016-03-0{chance.randint(1, 9)}"^^<{iri("xsd:date")}>'
    said = {"rdf:type": "furat:Event", "sem:eventType": "type:airstrike", "furat:reportCount": '"1"',
            "sem:hasPlace": f"<{BASE}place/p{chance.randrange(4)}>", "sem:hasEarliestBeginTimeStamp": day}  # fmt: skip
    return [*lines, *(quad(f"event/{key}", name, value, "events") for name, value in said.items())]


def gazetteer(name: str) -> Lines:
    """A curated type."""
    line = f"<{iri('type:airstrike')}> <{{}}> {{}} <{BASE}graph/gazetteer> .\n"
    concept = line.format(iri("rdf:type"), f"<{iri('skos:Concept')}>")
    return [concept, line.format(iri("skos:prefLabel"), f'"{name}"@ar')]


class Kept:
    """A store whose index is kept; `expected` what the store must hold."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents: dict[str, Lines] = {}
        self.events: dict[str, Lines] = {}

    def build(self, changes: dict[str, Lines], events: dict[str, Lines], name: str, *, told: bool = True) -> None:
        """What a build does: documents (empty: dropped) come, then events (empty: gone), then all is published."""
        with open_for_writing(self.root, BASE) as writer:
            stage = writer.new_stage()
            rows = [row_of(key, lines) for key, lines in sorted(changes.items())]
            for row in rows if told else ():
                take_document(writer, row, pack("".join(changes[row.key]).encode()) if row.quads else None)
            writer.ledger.stage(rows)
            writer.ledger.stage_graph(GraphRow("gazetteer", name, 2))
            writer.commit([save(stage / "1.nq", *changes.values()), save(stage / "gazetteer.nq", gazetteer(name))])
            self.documents = {key: lines for key, lines in {**self.documents, **changes}.items() if lines}
            old = writer.ledger.graph("events")
            before = old.content if old else ""
            stage = writer.new_stage()
            new = save(stage / "events.nq", *(lines for _, lines in sorted(events.items())))
            gone = save(stage / f"events{GONE}", ["#\n"], *(self.events.get(key, []) for key in sorted(events)))
            self.events = {key: lines for key, lines in {**self.events, **events}.items() if lines}
            content = sha256(repr(sorted(self.events.items())).encode()).hexdigest()
            writer.ledger.stage_graph(GraphRow("events", content, sum(map(len, self.events.values())) or 1))
            if told:
                with new[0].open("rb") as coming, gone[0].open("rb") as going:
                    take_events(writer, [coming], going if old else None, before, content)
            writer.commit([new, gone])
            writer.publish()

    def check(self, scratch: Path) -> list[list[SearchHit]]:
        """The published index is that of the published quads."""
        snapshot = current(self.root)
        build_index(snapshot.quads, scratch)
        assert rows_of(snapshot.search) == rows_of(scratch)
        with closing(Index(snapshot.search)) as kept, closing(Index(scratch)) as made:
            found = [kept.search(text, limit=40) for text in QUERIES]
            assert found == [made.search(text, limit=40) for text in QUERIES]
            assert kept.counts() == made.counts() == count(Store.read_only(str(snapshot.quads)))
        return found


def row_of(key: str, lines: Lines) -> DocumentRow:
    """The ledger's row of a document."""
    content = sha256("".join(lines).encode()).hexdigest()
    return DocumentRow(key, key, content, "k", "kept" if lines else "dropped", len(lines))


def save(path: Path, *lines: Lines) -> tuple[Path, int]:
    """A shard."""
    path.write_text("".join(line for group in lines for line in group), encoding="utf-8")
    return path, path.stat().st_size


def rows_of(path: Path) -> list[tuple[object, ...]]:
    """What is found, whatever its number."""
    with closing(sqlite3.connect(path)) as database:
        kept = {part: (first, unpacked(packed).texts) for part, first, packed in
                database.execute("SELECT id, first, kept FROM parts")}  # fmt: skip
        rows = []
        for number, name, kind, part, *rest in database.execute("SELECT * FROM entries"):
            text = kept[part][1][number - kept[part][0]] if part is not None else None
            assert text is None or text[:2] == (name, kind)
            rows.append((name, kind, text and text[2], *rest))
    return sorted(rows, key=repr)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A store of its own."""
    return Kept(tmp_path / "store")


@pytest.fixture(autouse=True)
def few_candidates(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So few that whom they leave out shows."""
    monkeypatch.setattr(lookup, "_CANDIDATES", 5)
    yield


@pytest.mark.parametrize("seed", range(3))
def test_many_builds_give_the_answers_of_one(kept: Kept, tmp_path: Path, seed: int) -> None:
    """Documents, events and the gazetteer come, change and go, told or not; answers, ranks and counts are the same."""
    chance = random.Random(seed)
    for n in range(8):
        keys = sorted({f"d{chance.randrange(12)}" for _ in range(chance.choice([1, 6]))})
        changes = {key: document(chance, key) if chance.random() < 0.8 else [] for key in keys}
        keys = sorted({f"{chance.randrange(12)}" for _ in range(chance.choice([0, 1, 8]))})
        events = {key: event(chance, key) if chance.random() < 0.7 else [] for key in keys}
        kept.build(changes, events, f"غارة {n // 3}", told=chance.random() < 0.7)
        found = kept.check(tmp_path / "scratch")
    other = Kept(tmp_path / "other")
    other.build(kept.documents, kept.events, f"غارة {n // 3}")
    assert other.check(tmp_path / "scratch") == found
    assert sum(map(len, found)) > 20  # else nothing was tried


def test_what_was_told_and_never_committed_is_not_published(kept: Kept, tmp_path: Path) -> None:
    """A build that was stopped between the two leaves an index that is ahead of the store."""
    chance = random.Random(1)
    kept.build({"d0": document(chance, "d0"), "d1": document(chance, "d1")}, {}, "غارة")
    with open_for_writing(kept.root) as writer:
        for key in ("d1", "d2"):
            lines = document(chance, key)
            take_document(writer, row_of(key, lines), pack("".join(lines).encode()))
        writer.search.flush()
    kept.build({"d3": document(chance, "d3")}, {"1": event(chance, "1")}, "غارة")
    kept.check(tmp_path / "scratch")


@pytest.mark.parametrize("damage", ["lost", "torn", "scrambled", "other code"])
def test_a_lost_or_damaged_file_is_made_anew_from_the_store(kept: Kept, tmp_path: Path, damage: str) -> None:
    """The build goes on; the snapshot that shared the file is not the better for it, the next one is right."""
    chance = random.Random(2)
    kept.build({f"d{n}": document(chance, f"d{n}") for n in range(40)}, {"1": event(chance, "1")}, "غارة")
    path = kept.root / "search.sqlite"
    content = path.read_bytes()
    path.unlink()
    if damage == "torn":
        path.write_bytes(content[: len(content) // 2 + 100])
    elif damage == "scrambled":
        path.write_bytes(content[:4096] + bytes(255 - byte for byte in content[4096:]))
    elif damage == "other code":
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE meta SET value = 'older' WHERE name = 'basis'")
    kept.build({f"d{n}": document(chance, f"d{n}") for n in range(5)}, {"1": event(chance, "1")}, "غارة")
    kept.check(tmp_path / "scratch")


def test_a_published_index_never_changes(kept: Kept) -> None:
    """The writer's file is the snapshot's until the next change, and a copy from then on."""
    chance = random.Random(3)
    kept.build({"d0": document(chance, "d0")}, {}, "غارة")
    assert (kept.root / "search.sqlite").samefile(kept.root / "current" / "search.sqlite")
    with hold(kept.root) as snapshot:
        before = snapshot.search.read_bytes()
        kept.build({"d0": document(chance, "d0"), "d1": document(chance, "d1")}, {}, "ضربة")
        assert snapshot.search.read_bytes() == before
    assert {path.name for path in kept.root.iterdir() if "search" in path.name} == {"search.sqlite"}


def test_writes_by_way_of_the_endpoint_are_found_and_counted(kept: Kept, tmp_path: Path) -> None:
    """In graphs of their own and in the default graph; of the documents none is read again."""
    chance = random.Random(4)
    kept.build({f"d{n}": document(chance, f"d{n}") for n in range(3)}, {"1": event(chance, "1")}, "غارة")

    def update(text: str) -> None:
        head = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        asked: dict[str, object] = {
            "op": "update",
            "base": BASE,
            "default": [],
            "named": [],
            "shapes": None,
            "token": "t",
        }
        write(kept.root, asked, (head + text).encode())

    def parts() -> set[tuple[str, int]]:
        with closing(sqlite3.connect(kept.root / "search.sqlite")) as database:
            return set(database.execute("SELECT graph, id FROM parts WHERE graph LIKE '%/document/%'"))

    def found() -> set[str]:
        return {hit.iri for hits in kept.check(tmp_path / "scratch") for hit in hits}

    update("INSERT DATA { GRAPH <urn:g> { <urn:x> a skos:Concept ; skos:prefLabel 'قرية طائرة'@ar } }")
    before = parts()
    assert "urn:x" in found()
    update("INSERT DATA { <urn:y> a skos:Concept ; skos:prefLabel 'قصف الرعد'@ar }")
    assert "urn:y" in found()
    assert parts() == before
    update("DROP GRAPH <urn:g>")
    assert "urn:x" not in found()
    kept.build({"d1": document(chance, "d1")}, {"2": event(chance, "2"), "1": []}, "غارة")
    kept.check(tmp_path / "scratch")


def test_a_backup_has_the_index_with_it(kept: Kept, tmp_path: Path) -> None:
    """What is restored is published with it; a backup without it gives the same answers."""
    chance = random.Random(6)
    kept.build({f"d{n}": document(chance, f"d{n}") for n in range(5)}, {"1": event(chance, "1")}, "غارة")
    kept.build({"d3": document(chance, "d3")}, {}, "ضربة")
    found = kept.check(tmp_path / "scratch")
    backup(kept.root, tmp_path / "saved")
    kept.build({"d1": document(chance, "d1")}, {}, "قصف")
    for name in ("with", "without"):
        restore(tmp_path / "saved", tmp_path / name)
        assert Kept(tmp_path / name).check(tmp_path / "scratch") == found
        (tmp_path / "saved" / "search.sqlite").unlink(missing_ok=True)


def test_the_doctor_mends_a_published_index(kept: Kept, tmp_path: Path) -> None:
    """What is wrong is told, and the store published anew."""
    chance = random.Random(5)
    kept.build({f"d{n}": document(chance, f"d{n}") for n in range(40)}, {"1": event(chance, "1")}, "غارة")
    path = kept.root / "search.sqlite"
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(255 - byte for byte in path.read_bytes()[4096:]))
    [ailment] = doctor(kept.root, repair=True, shapes=False)
    assert (ailment.repaired, "search.sqlite" in ailment.what) == (True, True)
    kept.check(tmp_path / "scratch")
    assert doctor(kept.root, shapes=False) == []


def test_words_of_a_text_are_no_statements() -> None:
    """A text that looks like a line of N-Quads adds nothing, and hides nothing that comes behind it."""
    hostile = f'"> <{iri("skos:prefLabel")}> <{iri("furat:sentence")}> \\"a\\nb'
    lines = [
        quad("document/a", "schema:headline", hostile + '"@ar', "document/a"),
        quad("document/a#report=1,2", "furat:sentence", '"behind"', "document/a"),
    ]
    found = unpacked(pack("".join(lines).encode()).kept)
    assert [(kind, text[-3:]) for _, kind, text in found.texts] == [("document", "a\nb"), ("report", "ind")]
    assert (found.facts, found.properties) == ({}, {iri("furat:sentence"): 1, iri("schema:headline"): 1})
