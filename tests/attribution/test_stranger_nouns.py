"""A noun of saying with a source that is described and not named."""

from furat.extract.pipeline import read_document
from furat.extract.records import Document
from furat.extract.resources import load


def test_statements_of_local_sources_are_their_word() -> None:
    """«إفادات مصادر محلية بأن»: what follows is claimed by those sources, as printed."""
    text = "أبرز الأدلة إفادات مصادر محلية من ريف الرقة بأن التحالف الدولي نقل عناصر من داعش من بلدة هجين."
    (report,) = read_document(Document("test", text), load()).reports
    assert [(c.claimer, c.description) for c in report.claims] == [(None, "مصادر محلية من ريف الرقة")]
