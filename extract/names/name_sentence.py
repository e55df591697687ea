"""A sentence as the search for names sees it, and a stretch of it that may name somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.names.trie import ListedName
from furat.extract.names.word_features import NameWord, NameWords
from furat.extract.records import Entity
from furat.extract.text import quotation_marks
from furat.extract.text.clitics import CliticSplit
from furat.extract.text.sentences import Sentence
from furat.extract.text.tokens import Token

QUOTES, QUOTES_OPENING, QUOTES_CLOSING = quotation_marks.MARKS, quotation_marks.OPENING, quotation_marks.CLOSING
OPENING, CLOSING = QUOTES_OPENING | set("(["), QUOTES_CLOSING | set(")]")


@dataclass(slots=True)
class MentionCandidate:
    """A stretch of a sentence that names one of `options`, or the new entity `new`."""

    first: int
    last: int  # exclusive
    start: int  # code points of the document
    end: int
    options: tuple[ListedName, ...]
    reading: CliticSplit  # of the first token
    class_at: int | None = None  # the class word in front of the name
    nisba: bool = False
    new: Entity | None = None
    pending: bool = False  # taken only if the document gives it a reason
    confidence: float = 0.95
    why: str = ""


class NameSentence:
    """A sentence with its tokens' words."""

    def __init__(self, sentence: Sentence, words: NameWords) -> None:
        self.sentence = sentence
        self.tokens: Sequence[Token] = sentence.tokens
        self.words: list[NameWord] = [words.of(t.form) for t in sentence.tokens]
        self.taken = [False] * len(sentence.tokens)
        self.adjectives = words.lexicon.parts["adjective"]
        self.nisbas = words.lexicon.nisbas
        self.prepositions = words.lexicon.parts["preposition"]

    def before(self, position: int) -> int | None:
        """The token in front of one, quotation marks left aside; None at the start or behind another mark."""
        at = position - 1
        while at >= 0 and self.tokens[at].form in QUOTES:
            at -= 1
        return at if at >= 0 and self.tokens[at].kind != "mark" else None

    def behind_model(self, position: int) -> int | None:
        """The token in front of one, a model in between left aside: «طائرات F-16 تركية», «مقاتلات ميغ-29 روسية»."""
        at = self.before(position)
        if at is None or not (self.tokens[at].kind == "number" or self.tokens[at].form.isascii()):
            return at
        first = at
        while first and self.tokens[first].glued and self.tokens[first - 1].form not in QUOTES:
            first -= 1
        model = any((t.form.isascii() and t.form.isalpha()) or t.form == "-" for t in self.tokens[first : at + 1])
        return self.before(first) if model else at

    def quoted(self, first: int, last: int) -> bool:
        """Whether quotation marks stand right around the tokens."""
        return (
            first > 0
            and last < len(self.tokens)
            and self.tokens[first - 1].form in QUOTES_OPENING
            and self.tokens[last].form in QUOTES_CLOSING
        )

    def take(self, spot: MentionCandidate) -> MentionCandidate:
        """Mark a spot's tokens as used."""
        for at in range(spot.first, spot.last):
            self.taken[at] = True
        return spot

    def spot(
        self, first: int, last: int, reading: CliticSplit, options: tuple[ListedName, ...] = ()
    ) -> MentionCandidate:
        """The spot of tokens, its proclitics cut off, with the quotation mark that closes one opened inside."""
        tokens = self.tokens
        end = last
        marks = [t.form for t in tokens[first:last] if t.kind == "mark" and t.form in QUOTES]
        if len(marks) % 2 and last < len(tokens) and tokens[last].form in CLOSING:
            end = last + 1
        return MentionCandidate(first, end, tokens[first].offset(reading.length), tokens[end - 1].end, options, reading)
