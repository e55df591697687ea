"""Who speaks: the named or described source in a stretch of a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from furat.extract.annotations import Name, Speaker
from furat.extract.voice.inflection import Gender
from furat.extract.voice.lexicon import SourceWord, VoiceLexicon
from furat.extract.voice.line import COMMAS, Line, bare

_IN = frozenset(
    {"في", "من", "باسم", "لدي", "عن", "علي", "الي", "خلال", "عبر", "مع", "بعد", "قبل", "ضمن", "داخل", "اثناء"}
)
_DESCRIBES = frozenset({"في", "من", "باسم", "لدي", "داخل", "برتبه"})  # prepositions that go on describing a source
_ADJECTIVE = ("ي", "يه", "يون", "يين", "يان", "يتان", "يات")
_MARK = "mark"


@dataclass(frozen=True, slots=True)
class Source:
    """The speakers found, and what the search learned about them."""

    speakers: tuple[Speaker, ...]  # empty: the stretch names none
    addressed: tuple[Speaker, ...]  # the agency or paper that they told it to
    gender: Gender
    anaphor: bool  # points back to the source before
    last: int  # position behind the source's words


def named(name: Name) -> Speaker:
    """A speaker from a linked name."""
    return Speaker(name.key, None, name.start, name.end)


def described(line: Line, first: int, last: int) -> Speaker:
    """A speaker from printed words."""
    start, end = line.tokens[first].start, line.tokens[last - 1].end
    if line.tokens[first].form[:1] in "وف" and line.tokens[first].form != bare(line.tokens[first].form):
        start = line.tokens[first].offset(1)
    words: list[str] = []
    for token in line.tokens[first:last]:
        words.append(token.surface if token.glued or not words else " " + token.surface)
    text = "".join(words)
    return Speaker(None, text[start - line.tokens[first].start :], start, end)


def word_at(lexicon: VoiceLexicon, form: str) -> SourceWord | None:
    """What kind of source a word opens, also behind و, ف, ل and ب."""
    for cut in (form, form[1:] if form[:1] in "وفلب" else "", "ال" + form[2:] if form.startswith("لل") else ""):
        if cut and (word := lexicon.sources.get(cut)) is not None:
            return word
    return None


def description_end(lexicon: VoiceLexicon, line: Line, first: int, stop: int) -> int:
    """Where a described source ends: the head, its adjectives, and «في ...», «من ...», «باسم ...» behind it."""
    forms = line.forms
    definite = bare(forms[first]).startswith("ال")
    i = first + 1
    inside_phrase = False
    if i < stop and lexicon.sources.get(forms[first]) is not None and word_at(lexicon, forms[first]).kind == "title":  # type: ignore[union-attr]
        while i < stop and line.tokens[i].kind != _MARK and (forms[i].startswith("ال") or i in line.name_at):
            i += 1
        return i
    while i < stop and i - first < 9:
        form = forms[i]
        if line.tokens[i].kind == _MARK or line.phrase(i, "skip", "that", "break", "relative", "source", "as"):
            break
        name = line.name_at.get(i)
        if name is not None:
            if not (inside_phrase or name.nisba):
                break
            i = name.last
            inside_phrase = False
            continue
        if form in _DESCRIBES:
            inside_phrase = True
        elif form in _IN:
            break
        elif form[:2] in ("ال", "وا") and (definite or inside_phrase) and "ال" in form[:3]:
            pass  # keeps describing: «الطبي», «الشرطة»
        elif (
            "~" + form in lexicon.sources
            or "~" + bare(form) in lexicon.sources
            or (inside_phrase and forms[i - 1] in _DESCRIBES)
            or (not definite and _adjective(form))
            or (forms[first] in ("احد", "احدي", "بعض", "كبار") and i - first <= 2)
        ):
            pass
        else:
            break
        i += 1
    while i > first + 1 and forms[i - 1] in _DESCRIBES:
        i -= 1
    return i


def _adjective(form: str) -> bool:
    return form.endswith(_ADJECTIVE) and not form.startswith("ال") and len(form) > 3


def source_in(lexicon: VoiceLexicon, line: Line, first: int, stop: int, closed: bool, governed: bool = False) -> Source:
    """The source in the stretch [first, stop); `closed` when the stretch is known to hold nothing else; `governed` when
    a preposition in front of it belongs to the phrase: «وفقا لوكالة ...», «نقلا عن مصدر».

    A person's name goes before the office, the office's own words before the organisation it speaks for.
    """
    i = skip(line, first, stop)
    if i >= stop:
        return Source((), (), "", False, i)
    forms = line.forms
    names = list(_names(line, i, stop))
    told_to = [n for n in names if n.preposition == "ل" and n.cls == "MediaOutlet"]
    if governed and told_to and told_to[0].head <= i:
        told_to = told_to[1:]
    addressed = tuple(named(n) for n in told_to)  # «قال لوكالة ...»
    if not governed and (forms[i] in _IN or (names and names[0].preposition == "ل" and names[0].head <= i)):
        return Source((), addressed, "", False, i)
    own = [n for n in names if named(n) not in addressed]
    word = None if i in line.name_at and line.name_at[i].first == i else word_at(lexicon, forms[i])
    persons = [n for n in own if n.cls == "Person" and n.preposition in ("", "ل", "ب") and not _within(line, n)]
    if word is not None and word.kind == "anonymous":
        persons = [n for n in persons if n.preposition == ""]
    if persons and (persons[0].first == i or word is not None or own[0].head <= i + 1):
        chosen = [persons[0], *_joined(persons[0], line, own)]
        return Source(tuple(map(named, chosen)), addressed, word.gender if word else "", False, chosen[-1].last)
    if word is not None:
        return _by_word(lexicon, line, i, stop, word, own, addressed)
    plain = [n for n in own if not n.nisba and n.head <= i + 2]
    if plain:
        chosen = [plain[0], *_joined(plain[0], line, own)]
        return Source(tuple(map(named, chosen)), addressed, "", False, chosen[-1].last)
    if closed and line.tokens[i].kind == "word" and stop - i <= 8:
        last = next((k for k in range(i + 1, stop) if line.tokens[k].kind == _MARK or forms[k] in _IN), stop)
        return Source((described(line, i, last),), addressed, "", False, last)
    return Source((), addressed, "", False, i)


def _by_word(
    lexicon: VoiceLexicon,
    line: Line,
    i: int,
    stop: int,
    word: SourceWord,
    own: list[Name],
    addressed: tuple[Speaker, ...],
) -> Source:
    """The source that a word such as مصدر, متحدث, وزير opens."""
    forms = line.forms
    same = word.kind == "anonymous" and i + 1 < stop and forms[i + 1] in ("ذاته", "نفسه", "ذاتها", "نفسها")
    if same or (word.kind == "anaphor" and not (own and own[0].head <= i + 2)):
        return Source((), addressed, word.gender, True, i + 1 + same)
    end = description_end(lexicon, line, i, stop)
    if word.kind == "delegate" or word.kind == "anaphor":
        spoken_for = next((n for n in own if n.first <= max(end, i + 5)), None)
        if spoken_for is not None:
            return Source((named(spoken_for),), addressed, word.gender, False, max(end, spoken_for.last))
    if word.kind == "title" and own and own[0].head == i and own[0].first == i:
        return Source((named(own[0]),), addressed, word.gender, False, own[0].last)
    speakers = [described(line, i, end)]
    while end < stop and forms[end][:1] == "و" and (more := lexicon.sources.get(forms[end][1:])) is not None:
        if more.kind != "anonymous":
            break
        last = description_end(lexicon, line, end, stop)
        speakers.append(described(line, end, last))
        end = last
    return Source(tuple(speakers), addressed, word.gender, False, end)


def skip(line: Line, first: int, stop: int) -> int:
    """Past adverbs and the marks between a verb of saying and what follows it."""
    i = first
    while i < stop:
        phrase = line.phrase(i, "skip")
        if phrase is not None:
            i += len(phrase.words)
        elif line.forms[i] in COMMAS or line.forms[i] in '(«"“-–':
            i += 1
        else:
            break
    return i


def _names(line: Line, first: int, stop: int) -> Iterator[Name]:
    """Actors named in a stretch, not those in a clause about the source or in brackets."""
    hidden = -1
    for i in range(first, stop):
        if line.phrase(i, "relative"):
            hidden = next((k for k in range(i, stop) if line.forms[k] in COMMAS), stop)
        elif line.forms[i] == "(":
            hidden = max(hidden, next((k for k in range(i, stop) if line.forms[k] == ")"), i))
        name = line.name_at.get(i)
        if name is not None and name.first == i and i > hidden and name.last <= stop:
            yield name


def _within(line: Line, name: Name) -> bool:
    """Whether a person's name only belongs to the name of an office: «مكتب فلان»."""
    return name.head < name.first and line.forms[name.head] in ("مكتب", "المكتب", "نظام", "قوات")


def _joined(name: Name, line: Line, own: list[Name]) -> list[Name]:
    """The names joined to this one by و."""
    found, last = [], name
    for other in own:
        follows = other.conjunct is not None and line.names[other.conjunct] is last and other.cls == name.cls
        if follows and line.forms[last.last] not in COMMAS:
            found.append(other)
            last = other
    return found
