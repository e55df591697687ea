"""Quotations of a document: marks of all kinds paired by kind and spacing, nested ones inside the outer one."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.attribution.lexicon import AttributionLexicon
from furat.extract.text.sentences import Sentence

_OPENING = {"«": "»", "“": "”", "„": "“", "‹": "›", "「": "」"}
_CLOSING = frozenset("»”›」")
_STRAIGHT = '"'
_MARKS = frozenset([*_OPENING, *_CLOSING, _STRAIGHT])
_SPEECH = 4  # words; a shorter quotation is a name or a single word held at arm's length


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks, possibly over several sentences; positions are those of the marks."""

    first_sentence: int
    first: int
    last_sentence: int
    last: int
    start: int  # code points, inside the marks
    end: int
    words: int


@dataclass(slots=True)
class _Open:
    sentence: int
    position: int
    start: int
    mark: str
    words: int  # words of the paragraph before it


def quotations(lexicon: AttributionLexicon, sentences: Sequence[Sentence]) -> list[Quotation]:
    """The outermost quotations that are speech by their length or by the colon before; a paragraph's end ends them.

    Marks may be unbalanced: one that is never closed quotes to the end of its sentence.
    """
    found: list[Quotation] = []
    stack: list[_Open] = []
    paragraph, words = -1, 0
    namers = lexicon.sets["namer"]

    def leave_open() -> None:
        if stack:
            lost = stack[0]
            s = sentences[lost.sentence]
            count = sum(t.kind != "mark" for t in s.tokens[lost.position :])
            if count >= _SPEECH and not any(_same(q, lost) for q in found):
                found.append(
                    Quotation(lost.sentence, lost.position, lost.sentence, len(s.tokens), lost.start, s.end, count)
                )
            stack.clear()

    for index, sentence in enumerate(sentences):
        if sentence.paragraph != paragraph:
            leave_open()
            paragraph, words = sentence.paragraph, 0
        tokens = sentence.tokens
        for i, token in enumerate(tokens):
            if token.kind != "mark":
                words += 1
                continue
            mark = token.form
            if mark not in _MARKS:
                continue
            if _opens(mark, sentence, i, stack):
                stack.append(_Open(index, i, token.end, mark, words))
            elif stack:
                opened = stack.pop()
                if stack and mark in _CLOSING and opened.mark == _STRAIGHT:  # the straight one was never closed
                    opened = stack.pop()
                if stack:
                    continue
                count = words - opened.words
                before = sentences[opened.sentence].tokens[opened.position - 1].form if opened.position else ""
                if before not in namers and (count >= _SPEECH or before == ":"):
                    found.append(
                        Quotation(opened.sentence, opened.position, index, i, opened.start, token.start, count)
                    )
    leave_open()
    return sorted(found, key=lambda q: q.start)


def _same(quotation: Quotation, opened: _Open) -> bool:
    return quotation.start == opened.start


def _opens(mark: str, sentence: Sentence, i: int, stack: list[_Open]) -> bool:
    """Whether a mark opens: by its kind; a straight one, or “ used for both, by the spaces around it, else in turn."""
    if mark in _CLOSING:
        return False
    if mark in _OPENING and mark != "“":
        return True
    tokens = sentence.tokens
    left = tokens[i].glued  # touches the word before
    right = i + 1 < len(tokens) and tokens[i + 1].glued
    waiting = any(o.mark == mark for o in stack)
    if left != right:
        return right or (not waiting and tokens[i - 1].form == ":")
    return mark == "“" or not waiting
