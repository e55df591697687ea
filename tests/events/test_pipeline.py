"""The whole reading of a document: spans, determinism, odd input."""

import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from furat.extract.pipeline import read_document
from furat.extract.records import Document
from furat.extract.resources import Knowledge
from tests.events.conftest import Read

STORY = (
    "قصف على دوما\n"
    "قتل ثمانية مدنيين أمس، في غارات شنتها طائرات النظام على مدينة دوما، بحسب المرصد السوري لحقوق الإنسان. "
    "وقال المرصد إن القصف أدى إلى تدمير مشفى ميداني. ونفت موسكو مشاركتها في الغارات."
)
_WORDS = st.sampled_from([*STORY.split(), "«", "»", "،", "(", ")", "12", "للنازحين", "غاراتهم", "\n", "\u200f", "ـ"])


def test_spans_lie_in_the_text_and_triggers_are_single_words(read: Read) -> None:
    """Every offset points into the text as given; a trigger is one word without و and ل."""
    text = STORY
    for report in read(text).reports:
        trigger = text[report.trigger.start : report.trigger.end]
        assert trigger and " " not in trigger and not trigger.startswith("و")
        assert report.sentence.start <= report.trigger.start < report.trigger.end <= report.sentence.end
        for part in report.participations:
            assert 0 <= part.evidence.start < part.evidence.end <= len(text)


def test_reports_stand_in_the_order_of_the_text(read: Read) -> None:
    """So that same_as and relayed_by can point back."""
    reports = read(STORY).reports
    assert [r.trigger.start for r in reports] == sorted(r.trigger.start for r in reports)
    assert all(r.same_as is None or r.same_as < i for i, r in enumerate(reports))


def test_the_publisher_is_found_by_the_name_of_its_container(knowledge: Knowledge) -> None:
    """A name in the container that is an actor's becomes its key."""
    assert read_document(Document("d", STORY, publisher="سانا"), knowledge).publisher == knowledge.outlet("سانا")
    assert knowledge.outlet("سانا") is not None
    assert read_document(Document("d", STORY, publisher="صحيفة لا يعرفها أحد"), knowledge).publisher is None


def test_another_process_with_another_hash_seed_reads_the_same() -> None:
    """A reading is a function of the document and the lexicons alone."""
    code = (
        "from furat.extract.resources import load\n"
        "from furat.extract.pipeline import read_document\n"
        "from furat.extract.records import Document\n"
        f"k = load(); print(k.version, read_document(Document('d', {STORY!r}), k))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-I", "-c", code] if seed is None else [sys.executable, "-c", code],
            env={**os.environ, "PYTHONIOENCODING": "utf-8"} | ({} if seed is None else {"PYTHONHASHSEED": seed}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_WORDS, max_size=40))
def test_any_order_of_words_is_read(knowledge: Knowledge, words: list[str]) -> None:
    """No text breaks the reader, and its spans stay inside the text."""
    text = " ".join(words)
    for report in read_document(Document("d", text, published=date(2018, 11, 30)), knowledge).reports:
        assert text[report.trigger.start : report.trigger.end].strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "123", "hello world", "و", "ال"])
def test_texts_without_words_of_events_have_no_reports(read: Read, text: str) -> None:
    """Nothing is made up."""
    assert read(text).reports == ()
