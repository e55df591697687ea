"""One sentence as the event steps see it: each token's word class, what it is part of, what it may trigger."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from furat.extract.layers import Name, Quantity, TimeExpression
from furat.extract.syntax.word_classes import Tag, WordAnalysis
from furat.extract.text.quotation_marks import MARKS
from furat.extract.text.sentences import Sentence

_OFFICE = 9  # words of an office at most


@dataclass(slots=True)
class TaggedSentence:
    """A sentence with the layers that earlier steps laid over it; positions are those of its tokens."""

    sentence: Sentence
    names: Sequence[Name]
    times: Sequence[TimeExpression]
    quantities: Sequence[Quantity]
    words: list[WordAnalysis]
    class_names: list[frozenset[str]]  # of the words; of a phrase, that of the phrase
    tags: list[Tag]
    name_at: list[int | None]  # index in names
    quantity_at: list[int | None]
    time_at: list[int | None]
    relation: dict[int, str] = field(default_factory=dict)  # preposition token -> the slot it opens
    skip: set[int] = field(default_factory=set)  # inside parentheses

    def text(self, first: int, last: int, document: str) -> str:
        """The printed text of tokens first to last (exclusive), without the proclitics of the first."""
        return document[self.start(first) : self.sentence.tokens[last - 1].end]

    def start(self, position: int) -> int:
        """Where the word at a position starts in the text, behind its proclitics."""
        name = self.name_at[position]
        if name is not None and self.names[name].first == position:
            return self.names[name].start
        word, token = self.words[position], self.sentence.tokens[position]
        article = word.preposition == "ل" and word.stem.startswith("ال") and token.form[word.length :].startswith("ل")
        return token.offset(word.length + article)  # للنازحين: نازحين

    def own_tags(self) -> "TaggedSentence":
        """This sentence with tags of its own, that a step may change without changing those of others."""
        return replace(self, tags=[*self.tags])

    def classes(self, position: int) -> frozenset[str]:
        """The class names of the word at a position; none outside the sentence."""
        return self.class_names[position] if 0 <= position < len(self.words) else frozenset()


def tag_sentence(
    found: list[WordAnalysis],
    sentence: Sentence,
    names: Sequence[Name],
    times: Sequence[TimeExpression],
    quantities: Sequence[Quantity],
) -> TaggedSentence:
    """Tag every token of a sentence, whose words are those found."""
    tokens = sentence.tokens
    count = len(tokens)
    classes = [word.names for word in found]
    tags: list[Tag] = ["nominal"] * count
    named, counted, dated = _cover(count, names), _cover(count, quantities), _cover(count, times)
    line = TaggedSentence(sentence, names, times, quantities, found, classes, tags, named, counted, dated)
    depth = 0
    i = 0
    while i < count:
        if tokens[i].kind == "mark":
            line.tags[i] = "mark" if not _inside(line, i) else "nominal"
            depth += tokens[i].form == "("
            if depth:
                line.skip.add(i)
            depth = max(0, depth - (tokens[i].form == ")"))
        elif line.name_at[i] is not None:
            line.tags[i] = "name"
        elif line.quantity_at[i] is None and found[i].phrases and (length := _phrase(line, i)):
            i += length
            continue
        elif line.time_at[i] is not None:
            line.tags[i] = "time"
        elif line.quantity_at[i] is not None:
            line.tags[i] = "quantity"
        else:
            line.tags[i] = found[i].tag
            if found[i].slot:
                line.relation[i] = found[i].slot
        if depth:
            line.skip.add(i)
        i += 1
    for index, name in enumerate(names):
        if name.cls == "Person":
            line.skip.update(_office(line, index))
    return line


def _cover(count: int, spans: Sequence[Name | TimeExpression | Quantity]) -> list[int | None]:
    """For each token the index of the span that it lies in."""
    found: list[int | None] = [None] * count
    for index, span in enumerate(spans):
        for i in range(span.first, span.last):
            found[i] = index
    return found


def _office(line: TaggedSentence, person: int) -> range:
    """The words in front of a name that say whose officer the person is: «الأمين العام للأمم المتحدة»."""
    first = line.names[person].first
    named = False
    for k in range(first - 1, max(-1, first - 1 - _OFFICE), -1):
        name = line.name_at[k]
        if name is not None:
            if line.names[name].cls == "Person":
                break
            named = True
        elif "title" in line.class_names[k]:
            while k and "title" in line.class_names[k - 1]:
                k -= 1
            return range(k, first) if named else range(0)
        elif not (is_quote(line, k) or line.words[k].definite or "of_office" in line.class_names[k]):
            break
    return range(0)


def _inside(line: TaggedSentence, i: int) -> bool:
    """Whether a mark stands inside a word: اف-16."""
    tokens = line.sentence.tokens
    return 0 < i < len(tokens) - 1 and tokens[i].glued and tokens[i + 1].glued and tokens[i].form in "-/."


def _phrase(line: TaggedSentence, i: int) -> int:
    """Tag a phrase of several words that starts here; its length, or 0."""
    second = line.words[i + 1].form if i + 1 < len(line.words) else ""
    for rest, tag, slot, name in line.words[i].phrases.get(second, ()):
        last = i + 1 + len(rest)
        if last > len(line.words) or any(line.words[i + 1 + k].form != part for k, part in enumerate(rest)):
            continue
        if any(line.name_at[k] is not None for k in range(i, last)):
            continue
        for k in range(i, last):
            line.tags[k] = tag
            line.class_names[k] = frozenset((name,))
            if tag == "prep":
                line.relation[k] = slot
        return last - i
    return 0


def is_quote(line: TaggedSentence, i: int) -> bool:
    """Whether the token is a quotation mark."""
    return line.sentence.tokens[i].form in MARKS
