"""The analysis of a sentence: what it gives to those who ask, and what nobody changes behind its back."""

from furat.extract.events import lexicon
from furat.extract.events.triggers import find_triggers
from furat.extract.syntax import clauses
from furat.extract.syntax.argument_scanner import ArgumentScanner
from furat.extract.syntax.sentence import TaggedSentence, tag_sentence
from furat.extract.syntax.word_classes import WordAnalyser
from furat.extract.text.sentences import sentences

ANALYSER = WordAnalyser(lexicon.load())


def tagged(text: str) -> TaggedSentence:
    """A sentence without names, times and numbers."""
    (sentence,) = sentences(text)
    return tag_sentence(ANALYSER.of(sentence.tokens), sentence, [], [], [])


def test_the_search_for_triggers_leaves_the_tags_of_the_sentence_alone() -> None:
    """What follows from the triggers stands in a sentence of its own; the analysis stays as it was."""
    line = tagged("اندلعت المعارك بعد قصف البلدة")
    before = list(line.tags)
    triggers, after = find_triggers(line)
    struck = next(t.position for t in triggers if line.words[t.position].form == "قصف")
    assert (line.tags[struck], after.tags[struck]) == ("verb", "nominal")
    assert line.tags == before


def test_a_clause_parts_at_the_word_that_opens_it() -> None:
    """أن opens a clause; the words of one clause do not."""
    line = tagged("قال الناطق إن الجنود غادروا البلدة")
    tokens = zip(line.sentence.tokens, line.tags, strict=True)
    assert [token.surface for token, tag in tokens if tag in clauses.SUBORDINATORS] == ["إن"]
    assert "report" in line.tags


def test_a_phrase_stands_in_the_slot_of_its_preposition() -> None:
    """Behind an event noun: its genitive, then the phrase that في opens."""
    line = tagged("قصف الطائرات في المدينة")
    found = ArgumentScanner(line, len(line.words), frozenset((0,)), verbal=False).phrases(1, "genitive")
    assert [(a.slot, line.sentence.tokens[a.phrase.first].surface) for a in found] == [
        ("genitive", "الطائرات"),
        ("in", "المدينة"),
    ]
