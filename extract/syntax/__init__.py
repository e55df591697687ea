"""The shallow analysis of a sentence: word classes, clauses, noun phrases, and the slots of phrases to a trigger.

What others ask of it, and what another analysis (a dependency parse) would have to give in its place:

- `word_classes.WordAnalyser.of(tokens)`: what each word may be, from a `Vocabulary` given to it;
- `sentence.tag_sentence(...)`: a `TaggedSentence`, whose tags nobody changes afterwards;
- `clauses`: the classes of tags at which clauses part;
- `noun_phrases.read_phrase(sentence, first, limit)`: a `NounPhrase` with bounds, core, names and numbers;
- `argument_scanner.ArgumentScanner(...).phrases(start, slot)`: `Argument`s, each a phrase, its slot to the trigger and
  why.

It imports no step that uses it; positions are those of `Sentence.tokens`, `last` is exclusive.
"""
