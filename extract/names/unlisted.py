"""Names that no list holds, found by the word that introduces them: بلدة حوار, مطار عفرين, كتيبة المدرعات الخامسة."""

import hashlib
import re
from collections.abc import Mapping

from furat.extract.names.lexicon import ClassWord, NameLexicon
from furat.extract.names.name_sentence import CLOSING, OPENING, QUOTES_OPENING, MentionCandidate, NameSentence
from furat.extract.records import Entity, Kind, Label
from furat.extract.text.clitics import CliticSplit
from furat.extract.text.punctuation import COMMAS
from furat.extract.text.tokens import fold
from furat.extract.text.transliteration import transliterate

_LONGEST = 5  # tokens of a new name at most


def new_entity(kind: Kind, cls: str, name: str, within: str | None = None) -> Entity:
    """The record of a name that no list holds; its key is a function of kind, class and folded name."""
    plain = " ".join(word for word in re.sub(r"[«»“”\"'‘’\s]+", " ", name).split())
    folded = fold(plain)
    digest = hashlib.blake2s(f"{kind} {cls} {folded}".encode(), digest_size=4).hexdigest()
    english = transliterate(plain)
    slug = re.sub(r"[^a-z0-9]+", "_", english.lower()).strip("_")
    key = "_".join(part for part in (cls.lower(), slug, digest) if part)
    return Entity(key, kind, cls, (Label(plain, "ar", "preferred"), Label(english, "en", "preferred")), within)


def introduced(line: NameSentence, lexicon: NameLexicon, known: list[MentionCandidate]) -> list[MentionCandidate]:
    """The new names of a sentence; a listed place after مطار, مخيم ... becomes part of the new name (in `known`)."""
    found: list[MentionCandidate] = []
    starts = {spot.first: spot for spot in known}
    for at, word in enumerate(line.words):
        class_word = word.class_word
        if class_word is None or line.taken[at] or word.reading.stem != class_word.word:
            continue
        after = at + 1
        opened = after < len(line.tokens) and line.tokens[after].form in QUOTES_OPENING
        first = after + opened
        if first >= len(line.tokens):
            continue
        if (spot := starts.get(first)) is not None:
            _extend(line, at, class_word, spot, lexicon)
            if class_word.several and class_word.kind == "place" and class_word.new == "any":
                found += _joined(line, at, spot.last, class_word, lexicon, starts)
            continue
        if line.taken[first]:
            continue
        if opened:
            last = _closing(line, first)
            if last is not None and (class_word.new != "no"):
                found.append(_spot(line, at, first, last, class_word, "between quotation marks"))
            continue
        if class_word.new == "any":
            found += _series(line, at, first, class_word, lexicon)
    return found


def _extend(line: NameSentence, at: int, class_word: ClassWord, spot: MentionCandidate, lexicon: NameLexicon) -> None:
    """Let مطار or مخيم before a listed place name a place of its own."""
    places = [entry for entry in spot.options if entry.kind == "place" and not entry.needs]
    if class_word.kind != "place" or class_word.keeps != "in" or not places or class_word.several:
        return
    last = spot.last
    while last < len(line.tokens) and line.tokens[last].form in lexicon.parts["facility_end"]:
        last += 1
    length = line.words[at].reading.length
    line.taken[at] = True
    spot.first, spot.last = at, last
    spot.start, spot.end = line.tokens[at].offset(length), line.tokens[last - 1].end
    spot.reading = line.words[at].reading
    name = line.sentence.tokens[at].surface[length:] + " " + " ".join(t.surface for t in line.tokens[at + 1 : last])
    spot.new = new_entity("place", class_word.cls, name, places[0].key)
    spot.options = ()
    spot.pending = False
    spot.class_at = None
    spot.confidence = 0.8
    spot.why = f"«{class_word.word}» before a listed place names a place of its own"


def _closing(line: NameSentence, first: int) -> int | None:
    """The token behind a short quotation that begins at `first`, if it closes soon and holds words only."""
    for last in range(first + 1, min(first + _LONGEST + 1, len(line.tokens))):
        if line.tokens[last].form in CLOSING:
            inside = line.words[first:last]
            return last if not any(w.stop in ("verb", "function") for w in inside) else None
        if line.tokens[last].kind == "mark":
            return None
    return None


def _spot(line: NameSentence, at: int, first: int, last: int, class_word: ClassWord, how: str) -> MentionCandidate:
    """The spot of a new name; `at` is its class word, `first` the first token behind it."""
    reading = CliticSplit("", line.tokens[first].form, 0)
    keeps = class_word.keeps == "in" and at == first - 1 - (line.tokens[first - 1].form in OPENING)
    spot = line.spot(at, last, line.words[at].reading) if keeps else line.spot(first, last, reading)
    if not keeps:
        spot.class_at = at
    name = " ".join(t.surface for t in line.tokens[first:last] if t.kind != "mark")
    if keeps:
        name = class_word_surface(line, at) + " " + name
    spot.new = new_entity(class_word.kind, class_word.cls, name)
    spot.confidence = 0.7
    spot.why = f"«{line.tokens[at].surface}» introduces a name that no list holds, {how}"
    return line.take(spot)


def class_word_surface(line: NameSentence, at: int) -> str:
    """A class word as printed, without its proclitics."""
    return line.tokens[at].surface[line.words[at].reading.length :]


def _series(
    line: NameSentence, at: int, first: int, class_word: ClassWord, lexicon: NameLexicon
) -> list[MentionCandidate]:
    """The new name behind a class word, and behind a dual or plural one those joined to it."""
    found: list[MentionCandidate] = []
    extent = _place_extent if class_word.kind == "place" else _group_extent
    last = extent(line, first, class_word, lexicon)
    if last is None:
        return found
    found.append(_spot(line, at, first, last, class_word, "a word that no list explains"))
    return found + _joined(line, at, last, class_word, lexicon, {}) if class_word.several else found


def _joined(
    line: NameSentence,
    at: int,
    last: int,
    class_word: ClassWord,
    lexicon: NameLexicon,
    known: Mapping[int, MentionCandidate],
) -> list[MentionCandidate]:
    """The new names that و joins to one that ends at `last`, also behind listed ones: «بلدات صيدا وأم المياذن»."""
    found: list[MentionCandidate] = []
    extent = _place_extent if class_word.kind == "place" else _group_extent
    while last < len(line.tokens):
        if line.tokens[last].form in COMMAS and last + 1 < len(line.tokens):
            last += 1
        if (spot := known.get(last)) is not None and spot.reading.conjunction:
            last = spot.last
            continue
        word = line.words[last]
        joined = word.form[:1] == "و" and len(word.form) > 3
        if line.taken[last] or not joined:
            break
        if word.form[1:] in lexicon.parts["opens"]:
            after = last + 1
            named = after < len(line.tokens) and line.words[after].plain and not line.taken[after]
            following = after + 1 if named and line.tokens[after].form.startswith("ال") else None
        else:
            sure = word.plain and (not known or word.form.startswith("وال"))  # behind a listed name a verb may follow
            following = extent(line, last, class_word, lexicon) if sure else None
        if following is None:
            break
        reading = CliticSplit("و", word.form[1:], 1)
        spot = line.spot(last, following, reading)
        name = " ".join(t.surface for t in line.tokens[last:following])[1:]
        spot.new = new_entity(class_word.kind, class_word.cls, name)
        spot.confidence, spot.why = 0.6, f"joined to a name that «{line.tokens[at].surface}» introduces"
        found.append(line.take(spot))
        last = following
    return found


def _usable(line: NameSentence, at: int) -> bool:
    token, word = line.tokens[at], line.words[at]
    return token.kind == "word" and not line.taken[at] and not word.stop and len(token.form) > 2


def _place_extent(line: NameSentence, first: int, class_word: ClassWord, lexicon: NameLexicon) -> int | None:
    """Where the name of a place ends that begins at `first`, or None when the word there is no name."""
    closing = lexicon.parts["ends"] | lexicon.parts["facility_end"]
    word = line.words[first]
    opens = word.form in lexicon.parts["opens"]
    if not opens and not (_usable(line, first) and word.plain and word.given != "strong"):
        return None
    if not opens and _adjective_or_verb(line, first, class_word, lexicon):
        return None
    last = first + 1
    while last < len(line.tokens) and last - first < 4:
        form = line.tokens[last].form
        if line.taken[last] or line.tokens[last].kind != "word":
            break
        after_opening = line.tokens[last - 1].form in lexicon.parts["opens"]
        idafa = (
            last - first == 1
            and not line.tokens[first].form.startswith("ال")
            and form.startswith("ال")
            and line.words[last].plain
            and form[-1] not in "هي"
        )
        if (after_opening and not line.words[last].stop) or idafa or form in closing:
            last += 1
        else:
            break
    if opens and last == first + 1:
        return None
    return last


def _adjective_or_verb(line: NameSentence, at: int, class_word: ClassWord, lexicon: NameLexicon) -> bool:
    form = line.tokens[at].form
    if form.startswith("ال"):
        return False
    if form[-1] == "ي" and class_word.word in lexicon.parts["masculine"]:
        return True
    if form.endswith("يه") and class_word.word in lexicon.parts["adjectival"]:
        return True
    if form[-1] == "ت" and not form.endswith("ات"):
        return True
    following = line.tokens[at + 1].form if at + 1 < len(line.tokens) else ""
    return form[0] in "يت" and (following in lexicon.parts["preposition"] or following in lexicon.stops)


def _group_extent(line: NameSentence, first: int, class_word: ClassWord, lexicon: NameLexicon) -> int | None:
    """Where the name of a group ends: a chain of nouns up to the first with the article, and what qualifies it."""
    if line.tokens[first].form in lexicon.parts["not_group"]:
        return None
    last = first
    definite = False
    while last < len(line.tokens) and last - first < 4 and not definite:
        token, word = line.tokens[last], line.words[last]
        if token.kind != "word" or line.taken[last] or word.stop in ("verb", "function", "adjective", "month"):
            break
        if word.nisba is not None or (token.form[-1] == "ي" and not token.form.startswith("ال")):
            break
        definite = token.form.startswith("ال")
        last += 1
    if last == first:
        return None
    while definite and last < len(line.tokens) and line.tokens[last].form in lexicon.parts["group_end"]:
        last += 1
    if definite:
        return last
    only = line.words[first]
    return last if only.plain and last - first >= 2 and only.form[-1] != "ه" else None
