"""How far the words of a described source reach: «مصدر في وزارة الداخلية», «مسؤول عسكري أميركي»."""

from furat.extract.attribution.lexicon import AttributionLexicon, SourceWord, bare
from furat.extract.attribution.line import CuedSentence
from furat.extract.layers import Source

_NISBA = ("ي", "يه", "يون", "يين", "يان", "يتان", "يات")  # endings of relative adjectives: عسكري, أهلية, محليون
_ARTICLE = "ال"
_LONGEST = 9  # words


def source_word(lexicon: AttributionLexicon, form: str) -> SourceWord | None:
    """What kind of source a word opens, also behind و, ف, ل and ب."""
    word = lexicon.sources.get(form)
    if word is None and form[:1] in "وفلب":
        word = lexicon.sources.get(form[1:])
        if word is None and form.startswith("لل"):
            word = lexicon.sources.get(_ARTICLE + form[2:])
    return word


def described(line: CuedSentence, first: int, last: int) -> Source:
    """A speaker from the printed words [first, last), without the conjunction or preposition glued in front."""
    tokens = line.tokens[first:last]
    start = tokens[0].offset(len(tokens[0].form) - len(line.stem_of_source(first)))
    head = tokens[0].surface[start - tokens[0].start :]
    text = head + "".join(t.surface if t.glued else " " + t.surface for t in tokens[1:])
    return Source(None, text, start, tokens[-1].end)


def description_end(lexicon: AttributionLexicon, line: CuedSentence, first: int, stop: int, word: SourceWord) -> int:
    """The position behind a source's head, its adjectives, and the «في ...», «من ...», «باسم ...» that describe it."""
    forms, sets = line.forms, lexicon.sets
    definite = _ARTICLE in forms[first][:4]
    governed = False  # inside a prepositional phrase that describes the source
    wants_noun = bare(forms[first]) in sets["partitive"]
    i = first + 1
    while i < min(stop, first + _LONGEST):
        form = forms[i]
        if line.tokens[i].kind == "mark" or i in line.phrases:
            break
        name = line.name_at.get(i)
        if name is not None:
            if not (governed or wants_noun or name.nisba or (word.kind == "title" and not definite)):
                break
            i, governed, wants_noun = name.last, False, False
            continue
        if form in sets["describing"]:
            governed, wants_noun = True, False
        elif form in sets["preposition"] or form in lexicon.cues:
            break
        elif wants_noun or forms[i - 1] in sets["describing"]:
            wants_noun = False
        elif form in lexicon.modifiers or bare(form) in lexicon.modifiers:
            pass
        elif not (
            (_ARTICLE in form[:3] and (definite or governed or word.kind == "title"))
            or (not definite and not governed and form.endswith(_NISBA) and len(form) > 2 and _ARTICLE not in form[:2])
            or (word.kind == "title" and form in lexicon.sources)
        ):
            break
        i += 1
    while i > first + 1 and forms[i - 1] in sets["describing"]:
        i -= 1
    return i
