"""Who speaks: the named or described source in a stretch of a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from furat.extract.attribution.inflection import Gender
from furat.extract.attribution.lexicon import AttributionLexicon, SourceWord
from furat.extract.attribution.line import DASHES, CuedSentence
from furat.extract.attribution.source_description import described, description_end, source_word
from furat.extract.layers import Name, Source
from furat.extract.text.punctuation import PAUSES
from furat.extract.text.quotation_marks import MARKS

_PASSED = MARKS | DASHES | frozenset("()[]")  # both halves: «نفت «قسد» قصف عفرين» is «نفت قسد قصف عفرين»
_LONGEST_UNKNOWN = 8  # words of a source that neither a name nor a source word opens


@dataclass(frozen=True, slots=True)
class FoundSource:
    """The speakers found, and what the search learned about them."""

    speakers: tuple[Source, ...]  # empty: the stretch names none
    addressed: tuple[Source, ...]  # the agency or paper that they told it to
    gender: Gender
    last: int  # position behind the source's words
    pointer: Source | None = None  # words that point back to a source before
    classes: frozenset[str] = frozenset()  # of the actors that they can mean


def named(name: Name) -> Source:
    """A speaker from a linked name."""
    return Source(name.key, None, name.start, name.end)


def skip(line: CuedSentence, first: int, stop: int) -> int:
    """Past adverbs and the marks between a verb of saying and what follows it."""
    i = first
    while i < stop:
        phrase = line.phrase(i, "skip", "notbreak")
        if phrase is not None:
            i += len(phrase.words)
        elif line.forms[i] in PAUSES or line.forms[i] in _PASSED:
            i += 1
        else:
            break
    return i


def source_in(
    lexicon: AttributionLexicon, line: CuedSentence, first: int, stop: int, closed: bool, governed: bool = False
) -> FoundSource:
    """The source in the stretch [first, stop), with those joined to it by و.

    `closed`: the stretch is known to hold nothing but the source. `governed`: a preposition in front of it belongs to
    the phrase, «وفقا لوكالة ...».
    """
    source = _one_source(lexicon, line, first, stop, closed, governed)
    while source.speakers and (at := source.last) < stop and _joined(lexicon, line, at):
        more = _one_source(lexicon, line, at, stop, False, False)
        if not more.speakers:
            break
        source = replace(source, speakers=source.speakers + more.speakers, last=more.last)
    return source


def _joined(lexicon: AttributionLexicon, line: CuedSentence, at: int) -> bool:
    """Whether و adds another source: «وواشنطن», «ووزير», «وناشطون»; not the name واشنطن or the word وزير itself."""
    name = line.name_at.get(at)
    if name is not None:
        return name.first == at and not name.nisba and name.start > line.tokens[at].start
    form = line.forms[at]
    if form[0] != "و" or form in lexicon.sources:
        return False
    word = lexicon.sources.get(form[1:])
    if word is not None and word.kind != "modifier":
        return True
    head = line.name_from(at)  # the class word in front of a name: «وتنظيم داعش»; «وحدات حماية الشعب» begins with it
    return head is not None and not head.nisba and head.first > at


def _one_source(
    lexicon: AttributionLexicon, line: CuedSentence, first: int, stop: int, closed: bool, governed: bool
) -> FoundSource:
    """One source: a person's name goes before the office, the office before the side it speaks for."""
    i = skip(line, first, stop)
    if i >= stop:
        return FoundSource((), (), "", i)
    names = list(_names(line, i, stop))
    told_to = [n for n in names if n.preposition == "ل" and n.cls == "MediaOutlet"]
    if governed and told_to and told_to[0].head <= i:
        told_to = told_to[1:]
    addressed = tuple(named(n) for n in told_to)  # «قال لوكالة ...»
    opens_with_preposition = line.forms[i] in lexicon.sets["preposition"] or (
        bool(names) and names[0].preposition == "ل" and names[0].head <= i
    )
    if opens_with_preposition and not governed:
        first_told = told_to[0] if told_to and told_to[0].head <= i else None
        if first_told is None or first_told.last >= stop:
            return FoundSource((), addressed, "", i)
        inner = _one_source(lexicon, line, first_told.last, stop, closed, False)  # «أفاد لوكالة ... مدير المرصد»
        return replace(inner, addressed=addressed)
    own = [n for n in names if n not in told_to]
    word = None if i in line.name_at and line.name_at[i].first == i else source_word(lexicon, line.forms[i])
    person = _person(lexicon, line, i, own, word, closed)
    if person is not None:
        chosen = [person]
        if word is not None and word.kind == "delegate" and own[0].cls == "MediaOutlet" and own[0].head == i + 1:
            chosen.append(own[0])  # «مراسل القناة فلان»: the outlet relays its correspondent
        return FoundSource(
            tuple(map(named, chosen)), addressed, word.gender if word else "", max(n.last for n in chosen)
        )
    if word is not None:
        return _by_word(lexicon, line, i, stop, word, own, addressed)
    plain = next((n for n in own if not n.nisba and n.head <= i + 2), None)
    if (
        plain is not None
        and plain.head > i
        and line.forms[i].startswith("ال")
        and i not in line.name_at
        and (
            not any(line.forms[k] in lexicon.sets["describing"] for k in range(i, plain.first))
            and not plain.preposition
        )
    ):
        return FoundSource((described(line, i, plain.head),), addressed, "", plain.head)  # حمل الائتلاف النظام مسؤولية
    if plain is not None:
        return FoundSource((named(plain),), addressed, "", plain.last)
    sets = lexicon.sets
    particle = any(line.forms[i] in sets[kind] for kind in ("negation", "auxiliary", "thereof", "starter"))
    if closed and line.tokens[i].kind == "word" and not particle and stop - i <= _LONGEST_UNKNOWN:
        ends = (
            k
            for k in range(i + 1, stop)
            if line.tokens[k].kind == "mark" or line.forms[k] in lexicon.sets["preposition"]
        )
        last = next(ends, stop)
        return FoundSource((described(line, i, last),), addressed, "", last)
    return FoundSource((), addressed, "", i)


def _person(
    lexicon: AttributionLexicon, line: CuedSentence, i: int, own: list[Name], word: SourceWord | None, closed: bool
) -> Name | None:
    """The person who speaks: the first one named that is no part of a description and stands behind his office only."""
    for name in own:
        if name.cls != "Person" or (name.preposition and name.head > i):
            continue
        if name.head < name.first and line.forms[name.head] in lexicon.sets["institution"]:
            continue
        if word is None and own[0].head > i + 1 and not closed:
            return None
        if word is not None and word.kind == "document" and own[0] is not name:
            return None  # «بيان لمكتب ... فلان»
        if closed or all(_of_office(lexicon, line, k) for k in range(i, name.first)):
            return name
    return None


def _of_office(lexicon: AttributionLexicon, line: CuedSentence, k: int) -> bool:
    """Whether a word between a verb of saying and a person's name can belong to the person's office."""
    form = line.forms[k]
    return (
        k in line.name_at
        or form in PAUSES
        or form in _PASSED
        or form in lexicon.sets["describing"]
        or form.startswith(("ال", "لل"))
        or source_word(lexicon, form) is not None
    )


def _by_word(
    lexicon: AttributionLexicon, line: CuedSentence, i: int, stop: int, word: SourceWord, own: list[Name],
    addressed: tuple[Source, ...],
) -> FoundSource:  # fmt: skip
    """The source that a word such as مصدر, متحدث, وزير opens."""
    forms = line.forms
    same = i + 1 < stop and forms[i + 1] in lexicon.sets["same"]
    apart = not own or own[0].head > i + 2 or own[0].preposition not in ("", "ل")
    if same or (word.kind == "anaphor" and apart):
        last = i + 1 + same
        return FoundSource((), addressed, word.gender, last, described(line, i, last), word.classes)
    end = description_end(lexicon, line, i, stop, word)
    if word.kind == "document" and addressed and not own:
        return FoundSource(addressed[:1], (), word.gender, max(end, i + 2))
    if word.kind in ("delegate", "document", "anaphor", "title"):
        reach = i + 3 if word.kind == "title" else max(end, i + 5)
        side = next(
            (n for n in own if n.head <= reach and not (word.kind == "title" and (n.nisba or n.preposition))), None
        )
        if side is not None and _of_side(lexicon, line, i, side):
            return FoundSource((named(side),), addressed, word.gender, max(end, side.last))
    own_words = described(line, i, end)
    alone = end == i + 1 and "ال" in forms[i][:4]
    if alone and (word.kind in ("delegate", "title") or "described" in word.classes):
        return FoundSource((), addressed, word.gender, end, own_words, word.classes)  # «وأضاف المتحدث»
    return FoundSource((own_words,), addressed, word.gender, end)


def _of_side(lexicon: AttributionLexicon, line: CuedSentence, i: int, side: Name) -> bool:
    """Whether a name says whose office it is: «المتحدث باسم الجيش», «وزير الجيش»; not in «اتهم الوزير الجيش»."""
    if not line.forms[i].startswith("ال") or side.preposition or side.nisba or side.head == i:
        return True
    return any(line.forms[k] in lexicon.sets["describing"] for k in range(i + 1, side.first))


def _names(line: CuedSentence, first: int, stop: int) -> Iterator[Name]:
    """Actors named in a stretch, not those in a clause about the source or in brackets."""
    hidden = -1
    for i in range(first, stop):
        if line.phrase(i, "relative"):
            hidden = next((k for k in range(i, stop) if line.forms[k] in PAUSES), stop)
        elif line.forms[i] == "(":
            hidden = max(hidden, next((k for k in range(i, stop) if line.forms[k] == ")"), i))
        name = line.name_at.get(i)
        if name is not None and name.first == i and i > hidden and name.last <= stop:
            yield name
