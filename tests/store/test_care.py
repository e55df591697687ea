"""Doctor, backup, restore, dump and info on real stores."""

import gzip
import shutil
import sqlite3
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from furat.extract.errors import StoreError
from furat.graph.store import backup, current, doctor, dump, info, open_for_writing, restore
from furat.graph.store.ledger import DocumentRow, GraphRow

BASE = "http://localhost:7878/"


def fill(root: Path, *keys: str) -> Path:
    """A published store with a graph of two quads for each key, and a vocabulary of one."""
    with open_for_writing(root, BASE) as writer:
        shard = writer.new_stage() / "1.nq"
        lines: list[str] = []
        for key in keys:
            graph = f"<{BASE}graph/document/{key}>"
            lines += [f'<urn:{key}> <urn:p> "كلمة"@ar {graph} .\n', f'<urn:{key}> <urn:q> "1" {graph} .\n']
        lines.append(f"<urn:term> <urn:p> <urn:o> <{BASE}graph/vocabulary> .\n")
        shard.write_text("".join(lines), encoding="utf-8")
        writer.ledger.stage(DocumentRow(key, key, key, "k", "kept", quads=2) for key in keys)
        writer.ledger.stage_graph(GraphRow("vocabulary", "v", 1))
        writer.commit([(shard, shard.stat().st_size)])
        writer.publish()
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A published store with three documents."""
    return fill(tmp_path / "store", "a", "b", "c")


def said(root: Path, *, repair: bool = True) -> list[str]:
    """What the doctor finds, and repairs, without the remedies."""
    found = doctor(root, repair=repair, shapes=False)
    return [f"{ailment.where.rpartition('/')[2]}: {ailment.what}" for ailment in found]


def test_a_sound_store_has_no_ailments(root: Path) -> None:
    """And the doctor publishes nothing."""
    assert doctor(root) == []
    assert current(root).info.id == 1


def test_quads_in_a_graph_that_no_build_made_are_entered_as_written_and_stay(root: Path) -> None:
    """In a graph of a document that the ledger does not know, in another graph, and in the default graph."""
    with open_for_writing(root) as writer:
        for graph in (f"{BASE}graph/document/stranger", "urn:other", None):
            name = [NamedNode(graph)] if graph else []
            writer.engine.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("x"), *name))
        writer.engine.flush()
    found = said(root, repair=False)
    assert len(found) == 3
    assert said(root) == found
    assert said(root) == []
    assert current(root).info.id == 2
    assert current(root).info.quads == 10
    with open_for_writing(root) as writer:
        assert len(writer.engine) == 10
        assert writer.ledger.written() == {"": 1, f"{BASE}graph/document/stranger": 1, "urn:other": 1}


def test_a_damaged_document_graph_is_taken_out_to_be_built_again(root: Path) -> None:
    """One quad lost: the document goes, with the advice to build again; the rest stays."""
    with open_for_writing(root) as writer:
        graph = NamedNode(f"{BASE}graph/document/b")
        writer.engine.remove(next(iter(writer.engine.quads_for_pattern(None, None, None, graph))))
        writer.engine.flush()
    [ailment] = doctor(root, repair=True, shapes=False)
    assert (ailment.where, ailment.repaired) == ("b", True)
    assert "build again" in ailment.remedy
    [copy] = (root / "removed").iterdir()
    assert f"{BASE}graph/document/b" in copy.read_text(encoding="utf-8")
    assert said(root) == []
    assert current(root).info.documents == 2


def test_a_lost_whole_graph_is_made_anew_by_the_next_build(root: Path) -> None:
    """The ledger forgets it, so that the build sees it is missing."""
    with open_for_writing(root) as writer:
        writer.engine.remove_graph(NamedNode(f"{BASE}graph/vocabulary"))
        writer.engine.flush()
    assert said(root) == ["vocabulary: 0 quads instead of 1"]
    with open_for_writing(root) as writer:
        assert writer.ledger.graph("vocabulary") is None


def test_a_text_that_is_not_the_hashed_one_is_found(root: Path) -> None:
    """The hash beside each text is compared."""
    with open_for_writing(root) as writer:
        for name, value in (("text", "قصف"), ("hash", "0" * 64)):
            shard = writer.new_stage() / "1.nq"
            term = {
                "text": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#isString",
                "hash": "https://w3id.org/furat/ontology#sha256",
            }[name]
            line = f'<urn:a> <{term}> "{value}" <{BASE}graph/{name}> .\n'
            shard.write_text(line, encoding="utf-8")
            writer.ledger.stage_graph(GraphRow(name, "1", 1))
            writer.commit([(shard, len(line.encode()))])
    with open_for_writing(root) as writer:
        writer.engine.update(
            f"INSERT DATA {{ GRAPH <{BASE}graph/text> {{ <urn:a> <https://w3id.org/furat/ontology#sha256> '0' }} }}"
        )
        writer.ledger.stage_graph(GraphRow("text", "1", 2))
        writer.new_stage()
        writer.engine.flush()
    assert "urn:a: its text is not the one that was hashed" in said(root, repair=False)


def test_a_document_that_does_not_conform_is_taken_out(root: Path) -> None:
    """Shapes are checked again over what is stored."""
    mention = "https://w3id.org/furat/ontology#Mention"
    with open_for_writing(root) as writer:
        shard = writer.new_stage() / "1.nq"
        line = f"<urn:m> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{mention}> <{BASE}graph/document/d> .\n"
        shard.write_text(line, encoding="utf-8")
        writer.ledger.stage([DocumentRow("d", "d", "d", "k", "kept", quads=1)])
        writer.commit([(shard, len(line.encode()))])
        writer.publish()
    [ailment] = doctor(root, repair=True)
    assert ailment.where == "d"
    assert "does not conform" in ailment.what
    assert current(root).info.documents == 3


@pytest.mark.parametrize("damage", ["link", "snapshot", "marker", "description"])
def test_a_damaged_snapshot_is_published_anew(root: Path, damage: str) -> None:
    """A lost link, a lost folder, a lost lock file, a broken description."""
    snapshot = root / "snapshots" / "1"
    if damage == "link":
        (root / "current").unlink()
    elif damage == "snapshot":
        shutil.rmtree(snapshot)
    elif damage == "marker":
        (snapshot / "in-use").unlink()
    else:
        (snapshot / "snapshot.json").write_text("{", encoding="utf-8")
    [ailment] = doctor(root, repair=True, shapes=False)
    assert ailment.repaired
    assert current(root).info.quads == 7
    assert said(root) == []


def test_refused_folders_and_ledger_agree_after_the_doctor(root: Path) -> None:
    """A folder without a document goes; a document without its folder is read again."""
    (root / "refused" / "stranger").mkdir(parents=True)
    with open_for_writing(root) as writer:
        writer.new_stage()
        writer.ledger.stage([DocumentRow("r", "r", "r", "k", "refused", reason="shapes")])
        writer.commit()
    assert said(root) == ["stranger: a document that is not refused", "r: refused, and its folder is lost"]
    assert said(root) == []


def test_a_ledger_that_counts_wrong_counts_again(root: Path) -> None:
    """Totals that are kept beside the rows are checked against them."""
    with sqlite3.connect(root / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE totals SET documents = documents + 1, quads = quads + 5")
    found = said(root, repair=False)
    assert found == ["ledger.sqlite: counts other documents than it has"]
    assert said(root) == found
    assert said(root) == []
    with open_for_writing(root) as writer:
        assert writer.ledger.quads() == current(root).info.quads


def test_a_damaged_ledger_names_the_remedy(root: Path) -> None:
    """It cannot be made from the quads alone: the backup is asked for."""
    for beside in root.glob("ledger.sqlite-*"):
        beside.unlink()
    (root / "ledger.sqlite").write_bytes(b"no database" * 1000)
    for look in (doctor, info):
        with pytest.raises(StoreError, match=r"ledger\.sqlite: (damaged|.*not a database).*"):
            look(root)


def test_a_restored_backup_is_the_same_store(root: Path, tmp_path: Path) -> None:
    """Same bytes, a life of its own; later changes of the store do not reach the backup."""
    dump(root, tmp_path / "before.nq")
    backup(root, tmp_path / "saved")
    with open_for_writing(root) as writer:
        writer.new_stage()
        writer.ledger.stage([DocumentRow("a", "a", "a", "k", "withdrawn")])
        writer.commit()
        writer.publish()
    restored = tmp_path / "restored"
    restore(tmp_path / "saved", restored)
    dump(restored, tmp_path / "after.nq")
    assert (tmp_path / "after.nq").read_bytes() == (tmp_path / "before.nq").read_bytes()
    assert doctor(restored, shapes=False) == []
    fill(restored, "d")
    shutil.rmtree(restored)
    restore(tmp_path / "saved", restored)
    assert current(restored).info.documents == 3


def test_backup_and_restore_never_write_over_anything(root: Path, tmp_path: Path) -> None:
    """An existing target is refused; what is no backup too."""
    with pytest.raises(StoreError, match="is there already"):
        backup(root, tmp_path)
    backup(root, tmp_path / "saved")
    with pytest.raises(StoreError, match="is there already"):
        restore(tmp_path / "saved", root)
    with pytest.raises(StoreError, match="no store there"):
        restore(tmp_path / "nothing", tmp_path / "new")
    (tmp_path / "saved" / "ledger.sqlite").unlink()
    with pytest.raises(StoreError, match="no complete backup"):
        restore(tmp_path / "saved", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["a.nq", "a.trig", "a.nt", "a.ttl", "a.rdf", "a.jsonld", "a.nq.gz", "a.trig.gz"])
def test_a_dump_holds_every_quad_in_each_format(root: Path, tmp_path: Path, name: str) -> None:
    """The format is that of the name; formats without graphs hold the union."""
    path = tmp_path / name
    written = dump(root, path)
    assert written == path.stat().st_size
    content = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    rdf = RdfFormat.from_extension(name.split(".")[1])
    assert rdf is not None
    assert len(set(parse(content, rdf))) == 7


def test_dumps_of_one_state_are_equal_bytes(root: Path, tmp_path: Path) -> None:
    """Also compressed, and from a store that was filled in another order."""
    other = fill(tmp_path / "other", "c", "a", "b")
    for name in ("x.nq", "x.nq.gz", "x.trig", "x.ttl"):
        one, two = tmp_path / f"1{name}", tmp_path / f"2{name}"
        dump(root, one)
        dump(other, two)
        assert one.read_bytes() == two.read_bytes(), name


def test_a_dump_that_fails_leaves_no_file(root: Path, tmp_path: Path) -> None:
    """An unknown format and a folder that is not there are said in one line."""
    with pytest.raises(StoreError, match="unknown format 'xyz'"):
        dump(root, tmp_path / "a.nq", "xyz")
    with pytest.raises(StoreError, match="unknown format"):
        dump(root, tmp_path / "a.pdf")
    with pytest.raises(StoreError, match="No such file"):
        dump(root, tmp_path / "no" / "a.nq")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["store"]


def test_info_counts_without_disturbing_a_writer(root: Path) -> None:
    """Documents, graphs and the snapshot, while somebody writes."""
    with open_for_writing(root) as writer:
        writer.new_stage()
        found = info(root)
    assert (found.kept, found.withdrawn, dict(found.refused)) == (3, 0, {})
    assert dict(found.graphs) == {"vocabulary": 1}
    assert found.snapshot is not None and found.snapshot.quads == 7
    assert not found.ahead
    assert found.bytes > 1000
    with pytest.raises(StoreError, match="no store there"):
        info(root / "nothing")


def test_a_snapshot_shares_its_files_with_the_working_store(root: Path) -> None:
    """Publishing costs names, not copies: the checkpoint is made of hard links."""
    linked = [f for f in (root / "current" / "quads").iterdir() if f.suffix == ".sst" and f.stat().st_nlink > 1]
    assert linked
    store = Store.read_only(str(root / "current" / "quads"))
    assert len(store) == 7


def test_the_ledger_is_a_database_that_others_can_read(root: Path) -> None:
    """One row a document, plain columns."""
    ledger = sqlite3.connect(root / "ledger.sqlite")
    assert ledger.execute("SELECT id, state, quads FROM documents ORDER BY id").fetchall() == [
        ("a", "kept", 2),
        ("b", "kept", 2),
        ("c", "kept", 2),
    ]
    ledger.close()
