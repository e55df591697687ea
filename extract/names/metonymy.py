"""Whether the name of a country or capital means the place or the side that acts."""

from collections.abc import Mapping
from typing import NamedTuple

from furat.extract.names.name_sentence import QUOTES, MentionCandidate, NameSentence
from furat.extract.records import Kind
from furat.extract.text.punctuation import COMMAS


class Decision(NamedTuple):
    """A kind with its reason; `firm` is False where only the default speaks."""

    kind: Kind
    why: str
    firm: bool = True


def read(
    line: NameSentence,
    spot: MentionCandidate,
    default: Kind,
    before: tuple[MentionCandidate, Kind] | None,
    words: Mapping[str, frozenset[str]],
) -> Decision:
    """The reading of an ambiguous name from the words around it; `before` is the name in front of it, already read."""
    glued = spot.reading.preposition
    if before is not None and before[1] == "actor" and before[0].last == spot.first and not spot.reading.prefix:
        verb = line.before(before[0].first)
        if verb is not None and line.words[verb].relator == "actor":
            return Decision("actor", f"whom «{line.tokens[verb].surface}» is about")
    if glued == "ب":
        return Decision("place", "behind the preposition ب")
    at = line.before(spot.first)
    clause = spot.reading.conjunction and spot.first and line.tokens[spot.first - 1].form in COMMAS
    if clause and _after(line, spot, words) == "verb":
        return Decision("actor", "subject of the clause that it opens")
    if spot.reading.conjunction or (at is not None and line.tokens[at].form in ("و", "او")):
        if before is not None and before[0].last >= spot.first - 2:
            return Decision(before[1], "joined to a name read so")
    elif before is not None and before[0].last == spot.first - 1 and line.tokens[before[0].last].form in COMMAS:
        return Decision(before[1], "in a row with a name read so")
    if glued == "ل":
        return Decision(default, "behind ل: its usual reading", False)
    after = _after(line, spot, words)
    if at is None:
        if spot.last < len(line.tokens) and line.tokens[spot.last].form in ("(", "-", "–", "/"):
            return Decision("place", "opens a dateline")
        if after == "verb":
            return Decision("actor", "subject of the verb behind it")
        return Decision(default, "its usual reading", False)
    return _behind_word(line, at, spot, default, after, words)


def _behind_word(
    line: NameSentence,
    at: int,
    spot: MentionCandidate,
    default: Kind,
    after: str,
    words: Mapping[str, frozenset[str]],
) -> Decision:
    """The reading that the word in front gives, with what follows the name."""
    word = line.words[at]
    surface = line.tokens[at].surface
    if word.form in words["pronoun"]:
        verb = line.before(at)
        if verb is not None and is_feminine_verb(line.words[verb].form, words):
            return Decision("actor", f"subject of «{line.tokens[verb].surface} {surface}»")
    if word.relator and not (word.relator == "medium" and is_feminine_verb(word.form, words)):
        return _related(line, at, spot, word.relator, default, after, words)
    if "place" in word.heads:
        return Decision("place", f"after «{surface}»")
    if word.heads:
        return Decision("actor", f"after «{surface}», which belongs to somebody")
    if is_feminine_verb(word.form, words):
        return Decision("actor", f"subject of «{surface}»")
    if after == "verb" and (word.stop in ("function", "month") or word.form in words["joint"]):
        return Decision("actor", "subject of the verb behind it")
    return Decision(default, "its usual reading", False)


def _related(
    line: NameSentence,
    at: int,
    spot: MentionCandidate,
    relator: str,
    default: Kind,
    after: str,
    words: Mapping[str, frozenset[str]],
) -> Decision:
    surface = line.tokens[at].surface
    near = {line.words[i].reading.stem for i in range(max(0, at - 4), at)}
    if relator == "with":
        if near & words["border"] or line.words[at].form in words["border"]:
            return Decision("place", f"a border «{surface}» it")
        return Decision("actor", f"after «{surface}»")
    if relator == "from":
        previous = line.before(at)
        if previous is not None and line.words[previous].reading.stem in words["given_by"]:
            return Decision("actor", f"after «{line.tokens[previous].surface} {surface}»")
        return Decision("place", f"after «{surface}»")
    if relator == "subject":
        if after == "verb" or default == "actor" or any(entry.cls == "city" for entry in spot.options):
            return Decision("actor", f"subject of a clause after «{surface}»")
        return Decision(default, "its usual reading", False)
    if relator in ("on", "medium"):
        return Decision(default, f"after «{surface}»: its usual reading", False)
    return Decision("actor" if relator == "actor" else "place", f"after «{surface}»")


def _after(line: NameSentence, spot: MentionCandidate, words: Mapping[str, frozenset[str]]) -> str:
    at = spot.last
    while at < len(line.tokens) and line.tokens[at].form in QUOTES:
        at += 1
    if at >= len(line.tokens) or line.tokens[at].kind != "word":
        return ""
    form = line.tokens[at].form
    if form in words["negation"] and at + 1 < len(line.tokens):
        return "verb"
    if form in words["not_verb"] or line.words[at].nisba or form.startswith("ال"):
        return ""
    if line.words[at].stop == "verb" or is_feminine_verb(form, words) or (form[0] in "تيس" and len(form) > 3):
        return "verb"
    return ""


def is_feminine_verb(form: str, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether a folded word looks like a verb whose subject is a state or city: قالت, وأعلنت, تتهم, ستكثف."""
    if form[:1] in "وف" and len(form) > 4:
        form = form[1:]
    if len(form) < 4 or form.startswith("ال"):
        return False
    if form in words["noun_like_verb"]:
        return False
    if form[-1] == "ت" and form[-2] != "ا":
        return True
    return (form[0] == "ت" or form.startswith("ست")) and form[-1] not in "ها" and len(form) > 4
