"""Persons that no list holds: a title and a name, a given name and a family name, أبو and a nisba."""

from furat.extract.names.lexicon import NameLexicon
from furat.extract.names.name_sentence import OPENING, QUOTES, MentionCandidate, NameSentence
from furat.extract.names.unlisted import new_entity
from furat.extract.text.clitics import CliticSplit

_LONGEST = 5  # tokens of a name at most
_REACH = 9  # tokens between an office and the name of who holds it


def persons(line: NameSentence, lexicon: NameLexicon) -> list[MentionCandidate]:
    """The unlisted persons of a sentence, as spots."""
    found: list[MentionCandidate] = []
    titled = any(word.title is not None for word in line.words)
    for at, word in enumerate(line.words):
        if not (word.persons or (titled and word.plain)) or line.taken[at]:
            continue
        spot = _person(line, at, lexicon)
        if spot is not None:
            found.append(line.take(spot))
    return found


def _person(line: NameSentence, at: int, lexicon: NameLexicon) -> MentionCandidate | None:
    token = line.tokens[at]
    if token.kind != "word":
        return None
    for reading in line.words[at].persons:
        strength = lexicon.given.get(reading.stem, "")
        kunya = reading.stem in lexicon.parts["kunya"]
        compound = reading.stem == "عبد"
        if reading.stem == "علي" and token.surface[-1] != "ي":
            continue
        if strength and _other_hamza(token.surface[reading.length :], lexicon.spelled[reading.stem]):
            continue  # «بأن» is no «بان»
        title = _title(line, at, lexicon)
        last = _extent(line, at, lexicon)
        if kunya or compound:
            sure = (last - at >= 3 and (compound or _is_nisba_name(line, last - 1))) or (bool(title) and last - at >= 2)
        elif _like_a_verb(reading.stem):
            sure = last - at >= 2 and (bool(title) or line.tokens[at + 1].form in lexicon.given)
        elif strength == "strong":
            sure = last - at >= 2 and (bool(title) or _familial(line, at + 1, lexicon))
        else:
            sure = last - at >= 2 and (bool(title) or _familial(line, at + 1, lexicon, strict=True))
        if sure:
            why = f"a given name after «{title}»" if title else "a given name and a family name"
            return _spot(line, at, last, reading, why)
    if (title := _subject_office(line, at, lexicon)) and (last := _extent(line, at, lexicon, True)) - at >= 2:
        whole = CliticSplit("", token.form, 0)
        return _spot(line, at, last, whole, f"words that no list explains after «{title}», subject of the verb before")
    if line.words[at].plain and (title := _direct(line, at)):
        quoted = line.tokens[at - 1].form in OPENING
        last = _extent(line, at, lexicon)
        closed = last < len(line.tokens) and line.tokens[last].form in QUOTES
        if (quoted and closed) or (last - at >= 2 and line.words[at].form[:2] != "ال"):
            return _spot(line, at, last, CliticSplit("", token.form, 0), f"words that no list explains after «{title}»")
    return None


def _spot(line: NameSentence, first: int, last: int, reading: CliticSplit, why: str) -> MentionCandidate:
    spot = line.spot(first, last, reading)
    name = " ".join(t.surface for t in line.tokens[first:last] if t.kind != "mark")[reading.length :]
    spot.new = new_entity("actor", "Person", name)
    spot.confidence, spot.why = 0.75, why
    return spot


def _title(line: NameSentence, at: int, lexicon: NameLexicon) -> str:
    """The title that leads to the name at a position, or nothing."""
    before = line.before(at)
    steps = 0
    while before is not None and steps < _REACH:
        word = line.words[before]
        if word.title is not None:
            if word.title.after == "office" or (word.title.after == "name" and steps == 0):
                return line.tokens[before].surface
            return ""
        between = (
            line.taken[before]
            or word.nisba
            or word.form.startswith(("ال", "لل"))
            or word.form in lexicon.parts["office"]
        )
        if not between and not (word.stop == "" and steps):
            return ""
        steps += 1
        before = line.before(before)
    return ""


def _other_hamza(printed: str, spelled: frozenset[str]) -> bool:
    """Whether a hamza is printed where every spelling of the name has a bare alef."""
    return all(
        len(printed) == len(name) and any(p in "أإآ" and n == "ا" for p, n in zip(printed, name, strict=True))
        for name in spelled
    )


def _like_a_verb(stem: str) -> bool:
    """Whether a given name has the letters of a perfect with a feminine subject: رفعت, عزت."""
    return len(stem) <= 4 and stem[-1] == "ت"


def _subject_office(line: NameSentence, at: int, lexicon: NameLexicon) -> str:
    """The office of the name that unknown words make behind «شدد وزير الخارجية التركي», or nothing.

    The verb in front has its subject in the office, so that what follows the office's adjective is no other verb.
    """
    word = line.words[at]
    if at + 1 >= len(line.tokens) or not word.plain or len(word.form) < 3 or word.form.startswith(("ال", "لل", "و")):
        return ""
    following = line.words[at + 1]
    if line.taken[at + 1] or not (following.plain or following.form in lexicon.parts["person_inside"]):
        return ""
    if word.form[-1] == following.form[-1] == "ا":  # «أجرى الرئيس اتصالا هاتفيا»
        return ""
    if following.form[0] in "وبلف" or any(line.tokens[k].kind != "word" for k in (at, at + 1)):
        return ""
    before = line.before(at)
    steps = 0
    while before is not None and steps < _REACH:
        here = line.words[before]
        if here.title is not None:
            verb = line.before(before)
            told = verb is not None and line.words[verb].stop == "verb" and here.title.after == "office"
            return line.tokens[before].surface if told and steps else ""
        if here.given or (steps == 0 and not here.form.startswith("ال") and here.nisba is None):
            return ""  # the office has its name already
        chain = line.taken[before] or here.nisba or here.form.startswith(("ال", "لل"))
        if not chain and here.form not in lexicon.parts["office"]:
            return ""
        steps += 1
        before = line.before(before)
    return ""


def _direct(line: NameSentence, at: int) -> str:
    """The title right before a position after which a name must follow, or nothing."""
    before = line.before(at)
    title = line.words[before].title if before is not None else None
    if before is None or title is None or title.after != "name" or title.kind not in ("rank", "described"):
        return ""
    return line.tokens[before].surface


def _extent(line: NameSentence, first: int, lexicon: NameLexicon, no_verb: bool = False) -> int:
    """Where the name of a person ends that begins at `first`; `no_verb`: what follows cannot be a verb."""
    inside = lexicon.parts["person_inside"]
    last = first + 1
    bare = 0  # words that are neither given names nor have the article
    open_ended = line.tokens[first].form in inside or line.words[first].reading.stem in inside
    while last < len(line.tokens) and last - first < _LONGEST:
        token, word = line.tokens[last], line.words[last]
        if token.form == "-" and last + 1 < len(line.tokens) and line.tokens[last + 1].glued:
            last += 1
            continue
        if token.kind != "word" or (line.taken[last] and not token.form.startswith("ال")):
            break
        if token.form in inside:
            open_ended = token.form not in lexicon.parts["person_end"]
            last += 1
            continue
        definite = token.form.startswith("ال")
        given = token.form in lexicon.given and not (token.form == "علي" and token.surface[-1] == "ى")
        if not open_ended and not given and (word.stop or word.title or word.class_word or word.heads or word.relator):
            break
        if not open_ended and not given and not definite:
            if (word.form[0] == "و" and bare) or bare or (_verbal(token.form) and not no_verb):
                break
            bare += 1
        if definite and not open_ended and word.nisba is not None and word.nisba.state in ("syria", "turkey", "usa"):
            break
        open_ended = False
        last += 1
        if definite and token.form != "الدين":
            if last < len(line.tokens) and line.tokens[last].form in lexicon.parts["person_end"]:
                last += 1
            break
    open_at_end = inside - lexicon.parts["person_end"]
    while last - first > 1 and (line.tokens[last - 1].form in open_at_end or line.tokens[last - 1].form == "-"):
        last -= 1
    return last


def _verbal(form: str) -> bool:
    """Whether a word that no list knows looks like a verb, or like a noun behind ب."""
    return form[0] in "يتسب" and len(form) > 5


def _familial(line: NameSentence, at: int, lexicon: NameLexicon, strict: bool = False) -> bool:
    """Whether the word at a position looks like the second word of a person's name."""
    token, word = line.tokens[at], line.words[at]
    if token.form in lexicon.given or token.form in lexicon.parts["person_inside"]:
        return True
    if not word.plain:
        return False
    return token.form.startswith("ال") or not strict


def _is_nisba_name(line: NameSentence, at: int) -> bool:
    form = line.tokens[at].form
    return form.startswith("ال") and form.endswith("ي")
