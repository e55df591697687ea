"""A document that crashes, hangs or bloats the extractor is refused alone, whoever its neighbours are."""

from typing import Any

import psutil
import pytest

from furat.extract.errors import StoreError
from furat.graph.ingest import Extractor

TEXT = "قصف تحالف الوادي بلدة النهرين"


def news_with(news: Any, **poison: str) -> Any:
    """Forty harmless documents with the poisonous ones among them."""
    texts = {f"d{n:02}": TEXT for n in range(40)}
    for place, (identifier, command) in enumerate(poison.items()):
        texts = dict([*list(texts.items())[: 7 * place + 3], (identifier, f"{TEXT} {command}"), *texts.items()])
    return news(**texts)


def test_each_poison_is_refused_with_its_reason_and_nobody_else(builder: Any, news: Any) -> None:
    """Crash, exit, memory, exception and a document that does not conform, in one build."""
    inputs = news_with(news, p1="CRASH", p2="LEAVE", p3="MEMORY", p4="ERROR", p5="INVALID")
    summary = builder(inputs)
    assert summary.kept == 40
    assert summary.refused == {"crash": 2, "memory": 1, "extractor": 1, "shapes": 1}
    said = {r.where: r.message for r in summary.refusals}
    assert "SIGSEGV" in said["p1"]
    assert "exit status 3" in said["p2"]
    assert "MiB" in said["p3"]
    assert "ValueError" in said["p4"]


@pytest.mark.parametrize("command", ["HANG", "SPIN"])
def test_a_document_that_does_not_end_is_refused_by_the_time_limit(builder: Any, news: Any, command: str) -> None:
    """Asleep or spinning; the limit is that of one document, not of the batch."""
    summary = builder(news_with(news, p1=command), seconds_per_document=0.7)
    assert summary.kept == 40
    assert summary.refused == {"time limit": 1}
    assert "0.7 seconds" in summary.refusals[0].message


def test_slow_documents_in_a_batch_do_not_add_up(builder: Any, news: Any) -> None:
    """Sixteen of 50 ms each are no document of 500 ms."""
    summary = builder(news(**{f"d{n}": f"{TEXT} SLOW" for n in range(16)}), jobs=1, seconds_per_document=0.5)
    assert summary.kept == 16


def test_poison_alone_is_no_trouble(builder: Any, news: Any) -> None:
    """The only document of a build crashes: the build ends well, the store is published without it."""
    summary = builder(news(p=f"{TEXT} CRASH"))
    assert (summary.kept, summary.refused) == (0, {"crash": 1})
    assert summary.published is not None


def test_an_extractor_that_cannot_be_imported_stops_the_build(builder: Any, news: Any) -> None:
    """No document is to blame when no worker comes up."""
    with pytest.raises((StoreError, ModuleNotFoundError), match=r"do not come up|no_such_module"):
        builder(news(a=TEXT), extractor=Extractor("no_such_module:read", "fake_extractor:load"))


def test_no_process_outlives_the_build(builder: Any, news: Any) -> None:
    """Workers end with it, also hanging ones."""
    builder(news_with(news, p1="HANG"), seconds_per_document=0.7)
    left = [
        p for p in psutil.Process().children(recursive=True) if "furat.graph.ingest.worker" in " ".join(p.cmdline())
    ]
    assert left == []
