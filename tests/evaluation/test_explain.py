"""The lines of `furat extract --explain`."""

from datetime import date

from furat.extract.explain import explain
from furat.extract.pipeline import read_document
from furat.extract.records import Document
from furat.extract.resources import load

TEXT = "قصف على هجين\nقتل ثمانية مدنيين وأصيب عشرة أمس في غارات للتحالف الدولي على بلدة هجين، بحسب المرصد السوري."


def test_every_decision_is_told_with_its_words_and_reason() -> None:
    """Names, events, roles, time, numbers, status, claims: each line prints the words and where they stand."""
    reading = read_document(Document("d", TEXT, published=date(2018, 11, 30)), load())
    lines = list(explain(reading))
    assert lines[0].startswith("# d: 2018-11-30")
    text = "\n".join(lines)
    for mention in reading.mentions:
        assert f"[{mention.span.start}, {mention.span.end}) -> {mention.kind} {mention.entity}" in text
    for report in reading.reports:
        assert report.why in text and report.status_why in text
        for part in report.participations:
            assert part.why in text
        for claim in report.claims:
            assert claim.why in text
    assert "killed 8" in text and "injured 10" in text and "time 2018-11-29" in text
    assert all("\n" not in line for line in lines)
