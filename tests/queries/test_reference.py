"""The page of the queries is what their heads say, today."""

from pathlib import Path

from furat.graph.query import named_queries
from furat.graph.tools.query_reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"


def test_page_is_generated() -> None:
    """docs/queries.md is current; if not: `python -m furat.graph.tools.query_reference > docs/queries.md`."""
    assert PAGE.read_text(encoding="utf-8") == reference()
    assert reference().count("\n## ") == len(named_queries())
