"""The policy by which a recogniser's votes join the names that the gazetteer found."""

from furat.extract.layers import Name
from furat.extract.plugins.votes import Vote, merge
from furat.extract.text.sentences import sentences

TEXT = "قصفت طائرات بلدة الزعفرانة ووصل سليم الحداد إلى حلب"
(SENTENCE,) = sentences(TEXT)


def name(first: int, last: int, kind: str = "place", confidence: float = 0.7) -> Name:
    tokens = SENTENCE.tokens[first:last]
    return Name(
        tokens[0].start, tokens[-1].end, first, last, first, kind, "aleppo", "city", "", None, False, (), confidence,  # type: ignore[arg-type]
        "in the gazetteer",
    )  # fmt: skip


def test_a_vote_for_a_known_name_makes_it_surer() -> None:
    """The gazetteer's link stays; a third of the missing confidence is added, and the reason says who agreed."""
    (merged,), added = merge(SENTENCE, [name(8, 9)], [Vote(8, 9, "LOC", "model")], TEXT)
    assert (merged.key, merged.confidence, merged.why) == ("aleppo", 0.8, "in the gazetteer; model agrees")
    assert added == []


def test_a_vote_for_the_other_kind_changes_nothing_but_is_told() -> None:
    """Span, link and confidence stay as the gazetteer gave them."""
    (merged,), _ = merge(SENTENCE, [name(8, 9)], [Vote(8, 9, "PERS", "model")], TEXT)
    assert (merged.key, merged.confidence, merged.why) == ("aleppo", 0.7, "in the gazetteer; model reads it as PERS")


def test_a_vote_that_no_list_holds_adds_an_uncurated_name() -> None:
    """The names stay in order, and the entity is typed by the vote."""
    votes = [Vote(3, 4, "LOC", "model"), Vote(5, 7, "PERS", "model")]
    merged, added = merge(SENTENCE, [name(8, 9)], votes, TEXT)
    assert [TEXT[n.start : n.end] for n in merged] == ["الزعفرانة", "سليم الحداد", "حلب"]
    assert [(e.kind, e.cls) for e in added] == [("place", "region"), ("actor", "Person")]
    assert all(e.labels[0].text in TEXT for e in added)
