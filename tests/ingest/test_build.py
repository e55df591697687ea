"""The build: what changed is done again and nothing else; the same inputs give the same bytes."""

import json
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest

from furat.extract.errors import InputError, LexiconError, StoreError
from furat.graph.ingest import Extractor, Options, Summary, build, readmit, withdraw
from furat.graph.store import current, hold, open_for_writing
from furat.graph.store.ledger import GraphRow

TEXT = "قصف تحالف الوادي بلدة النهرين فجر اليوم"
OTHER = "قصف تحالف الوادي بلدة النهرين ليلا ثم قصف من جديد"


def counts(summary: Summary) -> dict[str, Any]:
    """The figures of a summary that are not zero."""
    names = ("read", "unchanged", "withdrawn", "new", "replaced", "kept", "refused")
    return {name: value for name in names if (value := getattr(summary, name))}


def test_documents_become_a_published_graph(builder: Any, news: Any) -> None:
    """Reports, roles, events, vocabulary, gazetteer and runs are in the snapshot."""
    summary = builder(news(a=TEXT, b=OTHER))
    assert counts(summary) == {"read": 2, "new": 2, "kept": 2}
    assert summary.reports == 3
    assert summary.published is not None
    quads = builder.quads().decode()
    assert summary.quads == quads.count("\n") == summary.published.info.quads
    for graph in ("document/a", "document/b", "events", "vocabulary", "gazetteer", "runs"):
        assert f"<http://localhost:7878/graph/{graph}> ." in quads


def test_a_second_build_does_nothing_and_publishes_nothing(builder: Any, news: Any) -> None:
    """Unchanged documents are passed over; the snapshot stays."""
    inputs = news(a=TEXT, b=OTHER)
    builder(inputs)
    again = builder(inputs)
    assert counts(again) == {"read": 2, "unchanged": 2, "kept": 2}
    assert again.published is None
    assert current(builder.store).info.id == 1


def test_a_corrected_document_replaces_its_graph(builder: Any, news: Any, tmp_path: Path) -> None:
    """The result is that of building the corrected one alone, byte for byte."""
    builder(news(a=TEXT, b=TEXT))
    summary = builder(news(a=OTHER, b=TEXT))
    assert counts(summary) == {"read": 2, "unchanged": 1, "replaced": 1, "kept": 2}
    fresh = type(builder)(tmp_path / "fresh")
    fresh(news(a=OTHER, b=TEXT))
    assert builder.quads() == fresh.quads()


def test_documents_not_named_again_stay(builder: Any, news: Any) -> None:
    """A build adds; it takes nothing away that it is not told of."""
    builder(news("one.jsonl", a=TEXT))
    summary = builder(news("two.jsonl", b=TEXT))
    assert counts(summary) == {"read": 1, "new": 1, "kept": 2}


def test_another_lexicon_reads_all_documents_again(builder: Any, news: Any, tmp_path: Path) -> None:
    """What was read with other knowledge is read again; the runs graph names the new run only."""
    inputs = news(a=TEXT)
    builder(inputs)
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    (lexicon / "words.tsv").write_text("x", encoding="utf-8")
    assert counts(builder(inputs, lexicons=(lexicon,))) == {"read": 1, "replaced": 1, "kept": 1}
    runs = [line for line in builder.quads().decode().split("\n") if line.endswith("/graph/runs> .")]
    assert len([line for line in runs if "#Run>" in line]) == 1


def test_a_withdrawn_document_leaves_no_trace_but_its_key(builder: Any, news: Any) -> None:
    """Its graph, its events and its words go; a later build does not bring it back; `readmit` does."""
    inputs = news(a=TEXT, b="قصف تحالف الوادي وحده")
    builder(inputs)
    whole = builder.quads()
    withdraw(builder.store, "b")
    assert b"document/b" not in builder.quads()
    assert current(builder.store).info.withdrawn == ("b",)
    assert counts(builder(inputs)) == {"read": 2, "unchanged": 1, "withdrawn": 1, "kept": 1}
    assert withdraw(builder.store, "b").published is None
    readmit(builder.store, "b")
    assert counts(builder(inputs)) == {"read": 2, "unchanged": 1, "new": 1, "kept": 2}
    assert builder.quads() == whole
    assert current(builder.store).info.withdrawn == ()


def test_withdrawing_what_is_not_there_is_an_error(builder: Any, news: Any) -> None:
    """One line with a remedy."""
    builder(news(a=TEXT))
    with pytest.raises(StoreError, match="no document 'nobody'; furat info"):
        withdraw(builder.store, "nobody")
    with pytest.raises(StoreError, match="'a' is not withdrawn"):
        readmit(builder.store, "a")


@pytest.mark.parametrize("jobs", [1, 3])
def test_jobs_order_and_portions_do_not_change_the_bytes(builder: Any, news: Any, tmp_path: Path, jobs: int) -> None:
    """One process or three, forwards or shuffled, in one commit or in many: the same N-Quads."""
    texts = {f"d{n}": f"{TEXT} {n} " + " ثم قصف" * (n % 4) for n in range(60)}
    builder(news("ordered.jsonl", **texts))
    items = list(texts.items())
    random.Random(jobs).shuffle(items)
    other = type(builder)(tmp_path / "other")
    other(news("shuffled.jsonl", **dict(items)), jobs=jobs, documents_per_commit=17)
    assert other.quads() == builder.quads()
    assert current(other.store).info.etag == current(builder.store).info.etag


def test_many_small_builds_give_the_bytes_of_one(builder: Any, news: Any, tmp_path: Path) -> None:
    """New, corrected and withdrawn documents: events are brought up to date to what one build makes of them."""
    texts = {f"d{n}": TEXT if n % 3 else f"{TEXT} {n} ثم قصف" for n in range(9)}
    for n, part in enumerate((("d0", "d4"), ("d1", "d2", "d3"), ("d5", "d6", "d7", "d8"))):
        builder(news(f"{n}.jsonl", **{key: texts[key] for key in part}))
    builder(news("wrong.jsonl", d2="قصف في النهرين", d8=TEXT))
    builder(news("right.jsonl", d2=texts["d2"], d8=texts["d8"]))
    withdraw(builder.store, "d3")
    other = type(builder)(tmp_path / "other")
    other(news("all.jsonl", **texts))
    withdraw(other.store, "d3")
    assert builder.quads() == other.quads()
    (builder.store / "reports.sqlite").unlink()
    builder(news("more.jsonl", d9=TEXT))
    other(news("more.jsonl", d9=TEXT))
    assert builder.quads() == other.quads()
    assert current(builder.store).info.etag == current(other.store).info.etag


def test_every_report_describes_one_event(builder: Any, news: Any) -> None:
    """Events count their reports, and name the same type, place, actor and day."""
    summary = builder(news(a=TEXT, b=f"{TEXT} أيضا", c=OTHER))
    quads = builder.quads().decode()
    assert quads.count("ontology#describes> <http://localhost:7878/event/") == summary.reports == 4
    assert quads.count("#Event>") >= summary.events > 0
    counted = [int(n) for n in re.findall(r'ontology#reportCount> "(\d+)"', quads)]
    assert sum(counted) == summary.reports
    assert "sem/hasPlace> <http://localhost:7878/place/rivers> <http://localhost:7878/graph/events>" in quads


def test_the_summary_adds_up_and_refusals_are_named(builder: Any, news: Any) -> None:
    """read = unchanged + withdrawn + new + replaced + refused."""
    inputs = news(a=TEXT, b=f"{TEXT} ERROR", c=f"{TEXT} UNFIT", d=f"{TEXT} INVALID", e="no Arabic here")
    summary = builder(inputs)
    assert summary.read == 5
    assert (summary.new, summary.kept) == (1, 1)
    assert sum(summary.refused.values()) == 4
    assert [r.where for r in summary.refusals if r.where in "bcd"] == ["b", "c", "d"]


def test_a_refused_document_is_set_aside_with_source_reason_and_report(builder: Any, news: Any) -> None:
    """STORE/refused/KEY holds what was given, why it was refused, and the whole report."""
    builder(news(a=TEXT, bad=f"{TEXT} INVALID", worse=f"{TEXT} ERROR"))
    folder = builder.store / "refused" / "bad"
    assert json.loads((folder / "source.json").read_text(encoding="utf-8"))["text"] == f"{TEXT} INVALID"
    assert (folder / "reason.txt").read_text(encoding="utf-8").startswith("shapes: ")
    assert "ValidationReport" in (folder / "report.txt").read_text(encoding="utf-8")
    assert "ValueError: a fault" in (builder.store / "refused" / "worse" / "report.txt").read_text(encoding="utf-8")


def test_refused_documents_are_tried_again_only_when_asked(builder: Any, news: Any, tmp_path: Path) -> None:
    """Unchanged they are only counted; `retry_refused` takes them from the store, whatever became of the input."""
    flag = tmp_path / "fixed"
    inputs = news(a=TEXT, bad=f"{TEXT} UNLESS={flag}")
    assert builder(inputs).refused == {"input": 1}
    again = builder(inputs)
    assert (counts(again), again.published) == (
        {"read": 2, "unchanged": 1, "kept": 1, "refused": {"input": 1}},
        None,
    )
    flag.write_text("", encoding="utf-8")
    inputs.unlink()
    assert counts(builder(retry_refused=True)) == {"read": 1, "new": 1, "kept": 2}
    assert not (builder.store / "refused" / "bad").exists()


def test_a_corrected_input_goes_before_the_refused_source(builder: Any, news: Any) -> None:
    """Retrying with the mended file takes the file's text, not the one that was set aside."""
    builder(news(a=TEXT, bad=f"{TEXT} ERROR"))
    summary = builder(news(a=TEXT, bad=OTHER), retry_refused=True)
    assert counts(summary) == {"read": 2, "unchanged": 1, "new": 1, "kept": 2}
    assert not (builder.store / "refused" / "bad").exists()


def test_a_kept_document_that_becomes_unfit_is_taken_out(builder: Any, news: Any) -> None:
    """What the store shows follows from the inputs, not from what was once in it."""
    builder(news(a=TEXT, b=TEXT))
    summary = builder(news(a=TEXT, b=f"{TEXT} INVALID"))
    assert counts(summary) == {"read": 2, "unchanged": 1, "kept": 1, "refused": {"shapes": 1}}
    assert b"graph/document/b>" not in builder.quads()


def test_inputs_that_give_no_document_are_listed(builder: Any, news: Any, tmp_path: Path) -> None:
    """Broken JSON, an id given twice: counted by reason, listed with their place; the rest goes on."""
    path = news(a=TEXT, b=TEXT)
    with path.open("a", encoding="utf-8") as out:
        out.write('{"id": "c", "text": \n')
        out.write(json.dumps({"id": "a", "text": OTHER}) + "\n")
        out.write(json.dumps({"id": "d", "text": TEXT}) + "\n")
    summary = builder(path)
    assert summary.kept == 3
    assert sum(summary.refused.values()) == 2
    listed = [json.loads(x) for x in (builder.store / "refused" / "inputs.jsonl").read_text("utf-8").splitlines()]
    assert [x["input"].rpartition(":")[2] for x in listed] == ["3", "4"]
    builder(news(a=TEXT))
    assert not (builder.store / "refused" / "inputs.jsonl").exists()


def test_a_missing_input_is_said_before_anything_is_built(builder: Any, tmp_path: Path) -> None:
    """The store is as before."""
    with pytest.raises(InputError, match="check the path"):
        builder(tmp_path / "nowhere.jsonl")


def test_a_broken_lexicon_stops_the_build(builder: Any, news: Any, tmp_path: Path) -> None:
    """Knowledge that cannot be loaded is the user's to mend, not a document's fault."""
    with pytest.raises(LexiconError, match="no folder"):
        build(
            [str(news(a=TEXT))],
            builder.store,
            options=Options(extractor=type(builder.options.extractor)(), lexicons=(tmp_path / "none",)),
        )


def test_a_build_while_another_writes_is_refused(builder: Any, news: Any) -> None:
    """One line with the process to wait for."""
    builder(news(a=TEXT))
    with (
        open_for_writing(builder.store),
        pytest.raises(StoreError, match=f"process {os.getpid()} is writing it"),
    ):
        builder(news(a=TEXT))


def test_serving_goes_on_while_building(builder: Any, news: Any) -> None:
    """A reader that holds a snapshot reads it to the end; the next reader gets the new one."""
    from pyoxigraph import Store

    builder(news(a=TEXT))
    with hold(builder.store) as held:
        before = len(Store.read_only(str(held.quads)))
        builder(news(a=TEXT, b=TEXT))
        assert len(Store.read_only(str(held.quads))) == before
    assert current(builder.store).info.documents == 2


def test_progress_is_told_by_stage_and_how_much_is_left(builder: Any, news: Any) -> None:
    """The callback sees every stage in order, and of how many documents: those that are unchanged need no treatment."""
    told: list[tuple[str, int, int | None]] = []

    def run(**texts: str) -> None:
        told.clear()
        build(
            [str(news(**texts))],
            builder.store,
            options=builder.options,
            progress=lambda *what: told.append(what),
        )

    run(a=TEXT, b=OTHER)
    stages = dict.fromkeys(stage for stage, _, _ in told)
    assert list(stages) == ["read", "extract", "load", "compare", "derive", "publish"]
    assert ("read", 1, 2) in told
    assert ("extract", 2, 2) in told
    assert ("compare", 2, 2) in told
    assert ("derive", 3, 3) in told
    run(a=TEXT, b=OTHER, c=TEXT)
    assert ("extract", 1, 1) in told


def test_another_base_iri_is_in_every_iri(news: Any, tmp_path: Path, builder: Any) -> None:
    """The base of the store is that of its first build."""
    base = "https://example.org/furat/"
    build([str(news(a=TEXT))], builder.store, base_iri=base, options=builder.options)
    assert b"http://localhost" not in builder.quads()
    assert builder(news(a=OTHER)).replaced == 1
    with pytest.raises(StoreError, match="its base IRI is"):
        build([], builder.store, base_iri="http://other.example/", options=builder.options)


def test_another_extractor_leaves_the_gazetteer_graph_alone(builder: Any, news: Any) -> None:
    """Its content is what it says, not who said it; so the events that rest on it need not all be derived again."""

    def noted() -> tuple[GraphRow | None, str]:
        with open_for_writing(builder.store) as writer:
            return writer.ledger.graph("gazetteer"), writer.ledger.meta("events of", "").rpartition(" ")[2]

    inputs = news(a=TEXT)
    builder(inputs)
    before = noted()
    again = builder(inputs, extractor=Extractor("fake_extractor:read_again", "fake_extractor:load"))
    assert counts(again) == {"read": 1, "replaced": 1, "kept": 1}
    assert noted() == before
