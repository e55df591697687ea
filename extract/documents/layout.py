"""What a text says about itself: its headline, its datelines and bylines, its publisher, its date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from furat.extract.records import Document, Span
from furat.extract.tables import read_tables
from furat.extract.text.clitics import readings
from furat.extract.text.sentences import Part, Sentence
from furat.extract.text.tokens import Token, fold
from furat.extract.time.finder import TimeFinder

_TOP, _END = 5, 2  # paragraphs at the begin and at the end where datelines stand
_HEADLINE_WORDS, _SUBHEAD_WORDS, _LINE_WORDS, _INLINE_WORDS = 30, 14, 12, 8
_BREAK = re.compile('[-–—ـ−:،,/|()«»"“”]')
_SIGNED = re.compile("[-–—ـ−:/(]")
_CLOSED = re.compile('[)»"”]?\\s*[-–—ـ−]')
_DASH = re.compile('[-–—ـ−)»"”:]')
_STOP = re.compile(r"[.؟!?]\s*$")


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's sentences, each with its part, and what its lines state."""

    sentences: tuple[Sentence, ...]
    headline: Span | None  # the first line, or the given title where the text repeats it
    published: date | None  # of the container, else of a stamp in the text
    publisher: str | None  # of the container, else as a dateline prints it
    publisher_span: Span | None  # where the text prints it
    title: str | None  # of the container, else the headline


@dataclass(frozen=True, slots=True)
class _Words:
    publishers: dict[str, tuple[tuple[str, ...], ...]]  # by first folded word, longest first
    byline: frozenset[str]
    lead: frozenset[str]
    agencies: frozenset[str]
    stamp: frozenset[str]
    times: TimeFinder


@dataclass(frozen=True, slots=True)
class _Dateline:
    """A dateline or byline: the token behind it in its sentence, its publisher's tokens, its date."""

    last: int
    publisher: tuple[int, int] | None
    published: date | None


@cache
def _words() -> _Words:
    publishers: dict[str, list[tuple[str, ...]]] = {}
    for row in read_tables("layout_publishers.tsv", ("words", "example")):
        for name in row.many("words"):
            forms = tuple(part for part in re.split(r"[\s.]+", fold(name)) if part)
            publishers.setdefault(forms[0], []).append(forms)
    classes: dict[str, set[str]] = {}
    for row in read_tables("layout_words.tsv", ("words", "class", "example")):
        classes.setdefault(row["class"], set()).update(part for w in row.many("words") for part in fold(w).split())
    return _Words(
        {first: tuple(sorted(names, key=len, reverse=True)) for first, names in publishers.items()},
        frozenset(classes["byline"]),
        frozenset(classes["byline-lead"]),
        frozenset(classes["agencies"]),
        frozenset(classes["stamp"]),
        TimeFinder(),
    )


def layout(document: Document, sentences: Sequence[Sentence]) -> Layout:
    """The parts of a text; a dateline in front of a sentence becomes a sentence of its own.

    What the container said (title, date, publisher) is kept; only what it left out is taken from the text.
    """
    paragraphs = _paragraphs(sentences)
    headline = _headline(document, paragraphs)
    parts: list[Sentence] = []
    datelines: list[tuple[Sentence, _Dateline]] = []
    for at, paragraph in enumerate(paragraphs):
        if headline is not None and at in headline.paragraphs:
            parts += [s.as_part("headline") for s in paragraph]
            continue
        first = paragraph[0]
        if at < _TOP or at >= len(paragraphs) - _END:
            line = _line(document.text, paragraph)
            if line is not None:
                datelines.append((first, line))
                parts += [s.as_part("dateline") for s in paragraph]
                continue
            inline = _inline(document.text, first)
            if inline is not None:
                datelines.append((first, inline))
                parts += _split(first, inline.last)
                parts += paragraph[1:]
                continue
        parts += paragraph
    placed = tuple(s if s.index == i else replace(s, index=i) for i, s in enumerate(parts))
    span = _publisher_span(datelines)
    stated = document.text[span.start : span.end] if span is not None else None
    stamped = next((d.published for _, d in datelines if d.published is not None), None)
    title = document.title
    if title is None and headline is not None and headline.span is not None:
        title = document.text[headline.span.start : headline.span.end]
    return Layout(
        placed,
        headline.span if headline is not None else None,
        document.published or stamped,
        document.publisher or stated,
        span,
        title,
    )


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences by their line."""
    found: list[list[Sentence]] = []
    for sentence in sentences:
        if found and found[-1][0].paragraph == sentence.paragraph:
            found[-1].append(sentence)
        else:
            found.append([sentence])
    return found


@dataclass(frozen=True, slots=True)
class _Head:
    span: Span | None
    paragraphs: frozenset[int]


def _headline(document: Document, paragraphs: Sequence[Sequence[Sentence]]) -> _Head | None:
    """The line that repeats the title, or a short first line without a full stop; and the sub-headline behind it."""
    if len(paragraphs) < 2:
        return None
    at = next((n for n in range(min(2, len(paragraphs))) if not _is_stamp(document.text, paragraphs[n])), None)
    if at is None:
        return None
    span = Span(paragraphs[at][0].start, paragraphs[at][-1].end)
    words = _word_count(paragraphs[at])
    printed = document.text[span.start : span.end]
    same = document.title is not None and fold(document.title).split() == fold(printed).split()
    plain = words <= _HEADLINE_WORDS and not _STOP.search(printed) and at + 1 < len(paragraphs)
    if not same and not (plain and document.title is None):
        return None
    marked = {at}
    sub = at + 1
    if sub + 1 < len(paragraphs) and not _is_stamp(document.text, paragraphs[sub]):
        printed = document.text[paragraphs[sub][0].start : paragraphs[sub][-1].end]
        short = _word_count(paragraphs[sub]) <= _SUBHEAD_WORDS < _word_count(paragraphs[sub + 1])
        if short and not _BREAK.match(printed[-1]) and not _STOP.search(printed):
            marked.add(sub)
    return _Head(span, frozenset(marked))


def _word_count(paragraph: Sequence[Sentence]) -> int:
    return sum(t.kind != "mark" for s in paragraph for t in s.tokens)


def _is_stamp(text: str, paragraph: Sequence[Sentence]) -> bool:
    return _line(text, paragraph) is not None


def _line(text: str, paragraph: Sequence[Sentence]) -> _Dateline | None:
    """A line that is all dateline, byline or stamp."""
    tokens = tuple(t for s in paragraph for t in s.tokens)
    words = [i for i, t in enumerate(tokens) if t.kind != "mark"]
    if len(words) > _LINE_WORDS:
        return None
    known = _words()
    published = None
    covered: set[int] = set()
    for sentence in paragraph:
        base = next(i for i, t in enumerate(tokens) if t is sentence.tokens[0])
        for time in known.times.find(sentence, None):
            covered.update(range(base + time.first, base + time.last))
            if time.earliest is not None and time.earliest == time.latest and published is None:
                published = time.earliest
    publisher = _find_publisher(tokens, known)
    if publisher is not None:
        covered.update(range(*publisher))
    strange = [i for i in words if i not in covered and not _expected(tokens, i, known)]
    if not strange:
        return _Dateline(len(tokens), publisher, published) if covered else None
    if tokens[words[0]].form in known.lead and _STOP.search(text[tokens[0].start : tokens[-1].end]) is None:
        return _Dateline(len(tokens), publisher, published) if len(words) <= 8 else None
    if publisher is None or _STOP.search(text[tokens[0].start : tokens[-1].end]) or len(strange) > 6:
        return None
    before = all(i < publisher[0] for i in strange)
    return _Dateline(len(tokens), publisher, published) if before and _signed(text, tokens, publisher[0]) else None


def _expected(tokens: Sequence[Token], i: int, known: _Words) -> bool:
    """A clock time, or a word of stamps and bylines, or the publisher once more behind a proclitic."""
    token = tokens[i]
    if token.kind == "number":
        return len(token.form) <= 5
    if token.surface in known.stamp or token.form in known.stamp or token.form in known.byline:
        return True
    return any(r.stem in known.publishers and (r.stem,) in known.publishers[r.stem] for r in readings(token.form))


def _find_publisher(tokens: Sequence[Token], known: _Words, start: int = 0) -> tuple[int, int] | None:
    """The first medium among the tokens; marks inside «أ.ف.ب» are passed over."""
    for i in range(start, len(tokens)):
        for name in known.publishers.get(tokens[i].form, ()):
            at = i
            for part in name:
                while at > i and at < len(tokens) and tokens[at].form == ".":
                    at += 1
                if at >= len(tokens) or tokens[at].form != part:
                    break
                at += 1
            else:
                return i, at
    return None


def _signed(text: str, tokens: Sequence[Token], last: int) -> bool:
    """Whether the words before `last` are names set apart by marks: «حماة-إدلب-», «بيروت: «», runs of up to 3 words."""
    run = 0
    for i in range(last):
        run = 0 if tokens[i].kind == "mark" else run + 1
        gap = text[tokens[i].end : tokens[i + 1].start]
        if run > 3:
            return False
        if _BREAK.search(gap):
            run = 0
    return run == 0


def _inline(text: str, sentence: Sentence) -> _Dateline | None:
    """A dateline in front of a sentence: «دمشق-سانا», «واشنطن - (أ ف ب):», «بيروت: «الشرق الأوسط»»."""
    tokens = sentence.tokens
    known = _words()
    publisher = _find_publisher(tokens[:_INLINE_WORDS], known)
    anonymous = next(((i, i + 1) for i, t in enumerate(tokens[:_INLINE_WORDS]) if t.form in known.agencies), None)
    if publisher is None and anonymous is None:
        return None
    first, last = publisher or anonymous or (0, 0)
    if any(t.kind != "mark" for t in tokens[:first]):
        before = next(i for i in range(first - 1, -1, -1) if tokens[i].kind != "mark")
        gap = text[tokens[before].end : tokens[first].start]
        if not _signed(text, tokens, first) or not _SIGNED.search(gap) or gap.strip() == ":":
            return None
    elif not _CLOSED.match(text[tokens[last - 1].end : tokens[last - 1].end + 4]):
        return None
    while last < len(tokens) and tokens[last].kind == "mark" and _DASH.match(tokens[last].form):
        last += 1
    rest = sum(t.kind != "mark" for t in tokens[last:])
    return _Dateline(last, publisher, None) if rest >= 4 else None


def _split(sentence: Sentence, last: int) -> list[Sentence]:
    """A sentence cut behind its dateline."""
    tokens = sentence.tokens
    part: Part = "dateline"
    return [
        replace(sentence, end=tokens[last - 1].end, tokens=tokens[:last], part=part),
        replace(sentence, start=tokens[last].start, tokens=tokens[last:]),
    ]


def _publisher_span(datelines: Sequence[tuple[Sentence, _Dateline]]) -> Span | None:
    """Where the first dateline that names a publisher prints it."""
    for sentence, dateline in datelines:
        if dateline.publisher is not None and dateline.publisher[1] <= len(sentence.tokens):
            first, last = dateline.publisher
            return Span(sentence.tokens[first].start, sentence.tokens[last - 1].end)
    return None
