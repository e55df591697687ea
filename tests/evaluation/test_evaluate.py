"""The figures of `furat evaluate`: those of the project's scorer, without a store."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from furat.extract.errors import InputError
from furat.extract.evaluation.run import evaluate, evaluate_folder, fold_name, pair
from furat.extract.records import (
    Claim,
    Count,
    Document,
    Entity,
    Label,
    Mention,
    Participation,
    Reading,
    Report,
    Span,
    Time,
)
from furat.extract.resources import Knowledge, load

TEXT = "قال المرصد إن طائرات قصفت هجين أمس وقتلت خمسة مدنيين، ثم تجدد القصف على هجين."
ANNOTATION: dict[str, Any] = {
    "id": "tiny",
    "text": TEXT,
    "published": "2018-11-30",
    "source": "sana",
    "entities": {
        "e1": {"kind": "actor", "names": ["المرصد", "SOHR"]},
        "e2": {"kind": "place", "names": ["هجين", "Hajin"], "class": "town"},
    },
    "mentions": [{"quote": "المرصد", "n": 1, "entity": "e1"}, {"quote": "هجين", "n": 1, "entity": "e2"}],
    "events": [
        {"id": "v1", "trigger": "قصفت", "n": 1, "type": "airstrike", "place": ["e2"], "claimers": ["e1"],
         "time": "2018-11-29", "killed": [5, 5], "injured": None, "status": "asserted"},
        {"id": "v2", "trigger": "قتلت", "n": 1, "type": "killing", "patient": ["خمسة مدنيين"], "place": ["e2"],
         "claimers": ["e1"], "time": "2018-11-29", "killed": [5, 5], "injured": None, "status": "asserted"},
        {"id": "v3", "trigger": "القصف", "n": 1, "type": "airstrike", "place": ["e2"], "claimers": [],
         "time": None, "killed": None, "injured": None, "status": "alleged", "same_as": "v1"},
    ],
}  # fmt: skip


def span(quote: str, n: int = 1) -> Span:
    at = -1
    for _ in range(n):
        at = TEXT.index(quote, at + 1)
    return Span(at, at + len(quote))


def report(quote: str, kind: str, killed: int | None = None, **more: Any) -> Report:
    count = None if killed is None else Count(killed, killed, span(quote), "test")
    day = date(2018, 11, 29)
    fields: dict[str, Any] = {
        "trigger": span(quote), "type": kind, "sentence": Span(0, len(TEXT)),
        "status": "asserted", "status_why": "test",
        "participations": (Participation("location", "place1", None, span("هجين"), "test"),),
        "claims": (Claim("actor1", None, "says", span("المرصد"), None, "test"),),
        "time": Time("2018-11-29", day, day, span("أمس"), "test"), "killed": count, "injured": None, "captured": None,
        "confidence": 1.0, "why": "test",
    }  # fmt: skip
    return Report(**{**fields, **more})


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "tiny.json").write_text(json.dumps(ANNOTATION, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture
def reading() -> Callable[..., Reading]:
    entities = (
        Entity("actor1", "actor", "CivilOrganization", (Label("مرصد", "ar"),)),
        Entity("place1", "place", "town", (Label("Hajin", "en"),)),
    )
    mentions = (
        Mention(span("المرصد"), "actor", "actor1", 1.0, "test"),
        Mention(Span(span("هجين").start - 1, span("هجين").end), "place", "place1", 1.0, "test"),
    )

    def build(*reports: Report) -> Reading:
        return Reading(Document("tiny", TEXT), None, None, entities, mentions, reports)

    return build


def test_a_perfect_reading_has_nothing_to_blame(
    gold: Path, reading: Callable[..., Reading], knowledge: Knowledge
) -> None:
    """All figures of events are 1."""
    alike = reading(
        report("قصفت", "airstrike", 5),
        report("قتلت", "killing", 5),
        report("القصف", "airstrike", None, time=None, claims=(), status="alleged"),
    )
    table = evaluate([alike], gold, knowledge.gazetteer)
    figures = "claimers events.family events.trigger events.typed linking numbers roles roles.place status time"
    told = {name: t.f1 for name, t in table.figures.items() if t.gold and not name.startswith("mentions")}
    assert told == dict.fromkeys(figures.split(), 1.0)
    assert table.figures["mentions.place"].f1 == 0.0  # one letter too long is not exactly the same span
    assert table.figures["mentions.place.lenient"].f1 == 1.0


def test_each_difference_lowers_its_figure_and_is_listed(
    gold: Path, reading: Callable[..., Reading], knowledge: Knowledge
) -> None:
    """A missed event, another type of the family, a wrong role, a wrong number, an event that is none."""
    wrong = reading(
        report("قصفت", "shelling", 4, participations=()),
        report("طائرات", "airstrike", None, time=None, claims=()),
    )
    table = evaluate([wrong], gold, knowledge.gazetteer)
    f = table.figures
    assert (f["events.trigger"].hit, f["events.trigger"].gold, f["events.trigger"].found) == (1, 3, 2)
    assert (f["events.typed"].hit, f["events.family"].hit) == (0, 1)
    assert (f["roles"].hit, f["roles"].gold, f["roles"].found) == (0, 3, 1)
    assert (f["numbers"].hit, f["numbers"].gold, f["numbers"].found) == (0, 2, 1)
    assert (f["time"].hit, f["time"].gold, f["time"].found) == (1, 2, 1)
    assert (f["claimers"].hit, f["claimers"].gold, f["claimers"].found) == (1, 2, 1)
    assert {(m.what, m.text) for m in table.misses} == {
        ("missed event", "قتلت"), ("missed event", "القصف"), ("spurious event", "طائرات"),
        ("wrong type", "قصفت"), ("wrong killed", "قصفت"), ("missed role", "قصفت"),
    }  # fmt: skip


def test_an_unread_document_counts_as_missed(gold: Path, knowledge: Knowledge) -> None:
    """Leaving out what is hard does not help."""
    table = evaluate([], gold, knowledge.gazetteer)
    assert table.absent == ["tiny"]
    assert table.figures["events.trigger"].recall == 0.0
    assert "not read: tiny" in str(table)


def test_reports_of_one_event_are_compared_as_pairs(
    gold: Path, reading: Callable[..., Reading], knowledge: Knowledge, tmp_path: Path
) -> None:
    """With clusters, same_as is judged by pairs and by B-cubed."""
    clusters = tmp_path / "clusters.json"
    clusters.write_text(json.dumps({"clusters": [{"id": "k", "members": [["tiny", "v1"], ["tiny", "v3"]]}]}))
    linked = reading(report("قصفت", "airstrike"), report("قتلت", "killing"), report("القصف", "airstrike", same_as=0))
    apart = reading(report("قصفت", "airstrike"), report("قتلت", "killing"), report("القصف", "airstrike"))
    good = evaluate([linked], gold, knowledge.gazetteer, clusters)
    bad = evaluate([apart], gold, knowledge.gazetteer, clusters)
    assert (good.figures["coref.links"].f1, bad.figures["coref.links"].recall) == (1.0, 0.0)
    assert good.coreference["coref.b3"][2] == 1.0 > bad.coreference["coref.b3"][2]


@pytest.mark.parametrize(
    ("one", "other"),
    [("الأمم المتحدة", "امم متحده"), ("داعش", "«داعش»"), ("Al Bab", "al-bab"), ("حِمْص", "حمص"), ("إدلب", "ادلب")],
)
def test_names_are_compared_without_spelling_variants(one: str, other: str) -> None:
    """As the scorer folds them."""
    assert fold_name(one) == fold_name(other)


def test_spans_are_paired_one_to_one_the_largest_overlap_first() -> None:
    """A span that overlaps two is paired with the nearer one."""
    assert pair([(0, 4), (5, 10)], [(3, 10), (0, 3)]) == [(0, 1), (1, 0)]
    assert pair([(0, 4)], [(4, 8)]) == []


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"id": "x"}', '{"id": 1, "text": "x", "entities": {}, "mentions": [{}], "events": []}']
)
def test_a_file_that_is_no_annotation_is_told(tmp_path: Path, text: str, knowledge: Knowledge) -> None:
    """One line with the file's name."""
    (tmp_path / "broken.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.json: no annotated document"):
        evaluate_folder(tmp_path, knowledge)


def test_a_folder_without_annotations_is_told(tmp_path: Path, knowledge: Knowledge) -> None:
    """Zero documents are no perfect score."""
    with pytest.raises(InputError, match="no annotated documents"):
        evaluate_folder(tmp_path, knowledge)


def test_the_table_is_that_of_the_scorer(shared: Path, gold: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    """Built, dumped and scored by the project's tool, own annotations give the same figures, line by line."""
    other = {
        **ANNOTATION,
        "id": "second",
        "text": TEXT.replace("قصفت", "لم تقصف").replace("قتلت", "أصابت"),
        "events": [],
    }
    (gold / "second.json").write_text(json.dumps({**other, "mentions": []}, ensure_ascii=False), encoding="utf-8")
    lines = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(gold.glob("*.json"))]
    given = tmp_path / "in.jsonl"
    rows = [{"id": d["id"], "text": d["text"], "published": d["published"], "publisher": d["source"]} for d in lines]
    given.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    furat = str(Path(sys.executable).parent / "furat")
    subprocess.run([furat, "build", str(given), "--store", str(tmp_path / "s")], check=True, capture_output=True)
    quads = tmp_path / "dump.nq"
    subprocess.run(
        [furat, "dump", "--store", str(tmp_path / "s"), "--output", str(quads)], check=True, capture_output=True
    )
    tool = [sys.executable, str(shared / "tools" / "score.py"), "--gold", str(gold), "--quads", str(quads)]
    scored = subprocess.run(tool, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert str(evaluate_folder(gold, knowledge)).splitlines() == scored.splitlines()
