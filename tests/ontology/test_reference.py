"""The reference page is what the ontology says, today."""

from pathlib import Path

from rdflib import Graph

from furat.graph.tools.ontology_reference import reference

DOCS = Path(__file__).parents[2] / "docs"


def test_page_is_generated() -> None:
    """docs/ontology.md is current; if not: `python -m furat.graph.tools.ontology_reference > docs/ontology.md`."""
    assert (DOCS / "ontology.md").read_text(encoding="utf-8") == reference()


def test_page_tells_every_term(vocabulary: Graph) -> None:
    """No class, property, value or type is left out."""
    page = reference()
    for term in {str(s) for s in vocabulary.subjects()}:
        for space, prefix in (("ontology#", "furat:"), ("event-type/", "type:"), ("place-type/", "place-type:")):
            if f"furat/{space}" in term and not term.startswith("https://w3id.org/furat/code"):
                assert f"{prefix}{term.partition(space)[2]}" in page


def test_glossary_gives_a_word_one_meaning() -> None:
    """No word stands twice in the glossary."""
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ") and not line.startswith("| word")]
    words = [word.strip() for row in rows for word in row[1].split(",")]
    assert len(words) > 30
    assert len(words) == len(set(words))
    assert all(row[2].strip() and row[3].strip() for row in rows)
