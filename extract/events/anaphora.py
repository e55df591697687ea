"""Definite class words that point back to somebody named before: «التنظيم», «المدينة»; participants, not mentions."""

from collections.abc import Sequence
from dataclasses import replace

from furat.extract.layers import Name
from furat.extract.syntax.word_classes import AGAIN_BARE, WordAnalysis
from furat.extract.text.sentences import Sentence


class Antecedents:
    """The names of a document so far, the last first, by class."""

    def __init__(self) -> None:
        self._last: dict[str, Name] = {}
        self._order: list[Name] = []

    def note(self, names: Sequence[Name]) -> None:
        """Remember the names of a sentence."""
        for name in names:
            self._last[name.cls] = name
            self._order.append(name)

    def last(self, classes: Sequence[str]) -> Name | None:
        """The latest name of one of these classes."""
        found = [self._last[c] for c in classes if c in self._last]
        return max(found, key=lambda n: n.start, default=None)

    def resolve(self, words: Sequence[WordAnalysis], sentence: Sentence, names: Sequence[Name]) -> list[Name]:
        """The names of a sentence and the class words in it that point back; remembers the names."""
        taken = {i for name in names for i in range(name.head, name.last)}
        found = list(names)
        pending = list(names)
        for i, word in enumerate(words):
            if not word.again or i in taken:
                continue
            while pending and pending[0].first <= i:
                self._pass(words, sentence, pending.pop(0))
            for name in word.again:
                if name.startswith(AGAIN_BARE) and _described(sentence, i):
                    continue
                if word.definite and not _continued(words, i, taken):
                    back = self.last(name.partition(":")[2].split(","))
                    if back is not None:
                        found.append(_pointer(back, sentence, i, word.length, word.preposition))
                    break
        for name_behind in pending:
            self._pass(words, sentence, name_behind)
        return sorted(found, key=lambda n: n.start)

    def _pass(self, words: Sequence[WordAnalysis], sentence: Sentence, name: Name) -> None:
        """Remember a name, but for the place where a reporter sits."""
        if not _of_reporter(words, sentence, name):
            self.note([name])


def _of_reporter(words: Sequence[WordAnalysis], sentence: Sentence, name: Name) -> bool:
    """مراسل الجزيرة في إدلب: where a reporter sits is no place that the text goes on with."""
    if name.kind != "place":
        return False
    before = range(max(0, name.head - 4), name.head)
    return any(sentence.tokens[k].kind == "word" and "reporter" in words[k].names for k in before)


def _continued(words: Sequence[WordAnalysis], i: int, taken: set[int]) -> bool:
    """Whether a name follows at once, so that the word is its head and not a pointer."""
    return i + 1 < len(words) and i + 1 in taken and not words[i + 1].conjunction


def _described(sentence: Sentence, i: int) -> bool:
    """Whether a word with the article follows: an adjective that says which one is meant."""
    return i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].form.startswith("ال")


def _pointer(back: Name, sentence: Sentence, i: int, length: int, preposition: str) -> Name:
    token = sentence.tokens[i]
    return replace(
        back,
        start=token.offset(length),
        end=token.end,
        first=i,
        last=i + 1,
        head=i,
        preposition=preposition,
        conjunct=None,
        nisba=False,
        framing=(),
        confidence=0.6,
        why=f"«{token.surface}» points back to the last {back.cls} named",
    )
