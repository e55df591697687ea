"""The noun phrase that a name closes: where it opens, its preposition, what it is joined to, how it is framed."""

from furat.extract.names.candidates import acting_head
from furat.extract.names.lexicon import NameLexicon
from furat.extract.names.name_sentence import QUOTES, MentionCandidate, NameSentence

_LONGEST = 6  # nouns in front of a name at most
_BETWEEN = QUOTES | {"،", ",", "و", "او", "-", "(", ")", "/"}


def head(line: NameSentence, spot: MentionCandidate, lexicon: NameLexicon) -> int:
    """The token that opens the noun phrase of a name: طائرات in «طائرات التحالف»."""
    at = spot.first
    if spot.nisba:
        found = acting_head(line, spot.first)
        if found is None:
            return at
        at = found
    if _opens(line, at, spot):
        return at
    for _ in range(_LONGEST):
        before = line.before(at)
        if before is None or line.taken[before]:
            return at
        word = line.words[before]
        noun = word.class_word is not None or word.heads or before == spot.class_at
        if not noun or (word.reading.stem.startswith("ال") and not spot.nisba and word.class_word is None):
            return at
        at = before
        if word.reading.prefix:
            return at
    return at


def _opens(line: NameSentence, at: int, spot: MentionCandidate) -> bool:
    """Whether the token itself carries a proclitic, so that nothing in front belongs to it."""
    reading = spot.reading if at == spot.first else line.words[at].reading
    return bool(reading.prefix)


def preposition(line: NameSentence, spot: MentionCandidate, opening: int, lexicon: NameLexicon) -> str:
    """The preposition in front of the phrase, glued or free, folded; nothing without one."""
    reading = spot.reading if opening == spot.first else line.words[opening].reading
    if reading.preposition:
        return reading.preposition
    if reading.conjunction:
        return ""
    before = line.before(opening)
    if before is None:
        return ""
    form = line.tokens[before].form
    if form in lexicon.parts["preposition"]:
        return form
    if form[:1] in "وف" and form[1:] in lexicon.parts["preposition"]:
        return form[1:]
    return form if form in ("ب", "ل", "ك") else ""


def conjunct(line: NameSentence, spots: list[MentionCandidate], heads: list[int], index: int) -> int | None:
    """The position of the name that this one is joined to by و, أو or a comma, if only what qualifies it is between."""
    if index == 0:
        return None
    previous, opening = spots[index - 1], heads[index]
    reading = spots[index].reading if opening == spots[index].first else line.words[opening].reading
    joined = bool(reading.conjunction)
    for word in line.words[previous.last : opening]:
        if word.form in ("،", ",", "و", "او"):
            joined = True
        elif not word.qualifies and word.form not in _BETWEEN:
            return None
    return index - 1 if joined else None


def framing(
    line: NameSentence, spot: MentionCandidate, opening: int, lexicon: NameLexicon, loaded: str
) -> tuple[str, ...]:
    """The epithets around a name as printed, and the name itself where it is a loaded one."""
    first = min(opening, spot.class_at if spot.class_at is not None else spot.first)
    found: list[str] = []
    at = max(0, first - 3)
    while at < spot.first:
        length, printed = _epithet(line, at, lexicon)
        if length and _leads(line, at + length, first, lexicon):
            found.append(printed)
        at += length or 1
    if loaded:
        found.append(loaded)
    at = spot.last
    while at < len(line.tokens) and (line.tokens[at].form in QUOTES or line.tokens[at].form in lexicon.framing_after):
        if line.tokens[at].form in lexicon.framing_after:
            found.append(line.tokens[at].surface)
        at += 1
    return tuple(found)


def _epithet(line: NameSentence, at: int, lexicon: NameLexicon) -> tuple[int, str]:
    """How many tokens an epithet takes that begins at a position, and the epithet as printed."""
    token, word = line.tokens[at], line.words[at]
    if not word.epithet:
        return 0, ""
    if at + 1 < len(line.tokens) and (token.form, line.tokens[at + 1].form) in lexicon.framing_before:
        return 2, f"{token.surface} {line.tokens[at + 1].surface}"
    if (token.form,) in lexicon.framing_before:
        return 1, token.surface
    if (word.reading.stem,) in lexicon.framing_before:
        return 1, token.surface[word.reading.length :]
    return 0, ""


def _leads(line: NameSentence, at: int, first: int, lexicon: NameLexicon) -> bool:
    """Whether only class words, quotation marks and «بـ» stand from a position up to the name's phrase."""
    for position in range(at, first):
        word = line.words[position]
        link = line.tokens[position].form in QUOTES or word.form in lexicon.parts["framing_link"]
        if not link and word.class_word is None and (word.form,) not in lexicon.framing_before:
            return False
    return True
