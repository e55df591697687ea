"""The tests that the event lexicon's column `needs` names, on the words around a trigger."""

from collections.abc import Callable

from furat.extract.events.trigger_conditions import Condition, Test
from furat.extract.syntax.clauses import CLAUSE_OPENERS
from furat.extract.syntax.sentence import TaggedSentence, is_quote
from furat.extract.text.punctuation import COLON, PAUSES

_PARTED = PAUSES | {".", COLON}  # what parts the phrases that a condition looks over
_ARMED_CLASSES = frozenset(("ArmedForce", "ArmedGroup", "Coalition"))
_ARMED_WORDS = frozenset(("armed_people", "force", "military", "air"))
_PEACE = frozenset(("peace", "not_war"))
_BEHIND = 4  # words that `after` looks at
_REACH = 6  # words that `near` looks at on each side
_ARMED_REACH = 9


def previous(line: TaggedSentence, i: int) -> int | None:
    """The token before, quotation marks aside; None at the sentence's start."""
    i -= 1
    while i >= 0 and is_quote(line, i):
        i -= 1
    return i if i >= 0 else None


def following(line: TaggedSentence, i: int) -> int | None:
    """The token after, quotation marks aside; None at the sentence's end."""
    i += 1
    while i < len(line.words) and is_quote(line, i):
        i += 1
    return i if i < len(line.words) else None


def holds(line: TaggedSentence, i: int, condition: Condition) -> bool:
    """Whether a condition of the lexicon holds for the word at a position."""
    return _TESTS[condition.test](line, i, condition.words) == condition.wanted


def _match(line: TaggedSentence, i: int, words: frozenset[str]) -> bool:
    if not line.words[i].said.isdisjoint(words):
        return True
    if line.quantity_at[i] is not None and "quantity" in words:
        return True
    name = line.name_at[i]
    return name is not None and line.names[name].kind in words


def _any(line: TaggedSentence, first: int, last: int, words: frozenset[str]) -> bool:
    return any(_match(line, k, words) for k in range(max(0, first), min(last, len(line.words))))


def _behind(line: TaggedSentence, i: int) -> int:
    """Where the four words behind a word end; a name counts as one, a time and a number as none."""
    left, k = _BEHIND, i + 1
    while k < len(line.words) and left:
        name = line.name_at[k]
        quantity = line.quantity_at[k]
        inside = name is not None and k > line.names[name].first
        number = quantity is not None and k != line.quantities[quantity].noun
        left -= not (inside or number or line.tags[k] == "time")
        k += 1
    return k


def _next(line: TaggedSentence, i: int, words: frozenset[str]) -> bool:
    after = following(line, i)
    return after is not None and _match(line, after, words)


def _near(line: TaggedSentence, i: int, words: frozenset[str]) -> bool:
    return _any(line, i - _REACH, i, words) or _any(line, i + 1, i + 1 + _REACH, words)


def _governed(line: TaggedSentence, i: int, words: frozenset[str]) -> bool:
    """Whether a carrying verb of these classes stands before the word in its clause."""
    for k in range(i - 1, max(-1, i - 12), -1):
        if line.classes(k) & words:
            return True
        if line.tags[k] in CLAUSE_OPENERS or line.sentence.tokens[k].form in _PARTED:
            return False
    return False


def _armed(line: TaggedSentence, i: int, _: frozenset[str]) -> bool:
    for k in range(max(0, i - _ARMED_REACH), min(i + _ARMED_REACH + 1, len(line.words))):
        if k == i:
            continue
        name = line.name_at[k]
        if name is not None and (line.names[name].cls in _ARMED_CLASSES or line.names[name].nisba):
            return True
        if line.words[k].names & _ARMED_WORDS:
            return True
    return False


def _advance(line: TaggedSentence, i: int, _: frozenset[str]) -> bool:
    """تقدم as gaining ground: with an armed party next to it; not قدم «to offer», not progress in talks."""
    if _near(line, i, _PEACE) or _next(line, i, frozenset(("offered", "ب"))):
        return False
    word = line.words[i]
    after = following(line, i)
    if word.definite:
        return _armed(line, i, _)
    if after is None:
        return False
    if line.classes(after) & {"support", "aid"} or (line.words[after].hits and not line.words[after].preposition):
        return False
    name = line.name_at[after]
    by_name = name is not None and line.names[name].kind == "actor" and line.names[name].cls in _ARMED_CLASSES
    return by_name or bool(line.classes(after) & {"armed_people", "force"}) or _near_place(line, i)


def _near_place(line: TaggedSentence, i: int) -> bool:
    return _armed(line, i, frozenset()) and _any(line, i + 1, i + 5, frozenset(("onward",)))


def _enter(line: TaggedSentence, i: int, _: frozenset[str]) -> bool:
    """دخل as taking a place: an armed party, then the place without a preposition."""
    for k in range(i + 1, min(i + 7, len(line.words))):
        name = line.name_at[k]
        if name is None or line.names[name].kind != "place":
            continue
        return line.names[name].preposition == "" and _armed(line, i, frozenset())
    return False


_MOVED = frozenset(("people", "armed_people", "toll", "weapon", "holding", "quantity", "moved"))


def _moved(line: TaggedSentence, i: int, _: frozenset[str]) -> bool:
    """نقل of people or weapons: one of them within six words, or just before a passive plural."""
    if _any(line, i + 1, i + 6, frozenset(("prep:about",))) and not _any(line, i + 1, i + 3, _MOVED):
        return False
    near = (*range(max(0, i - 3), i), *range(i + 1, min(i + 6, len(line.words))))
    if any(_match(line, k, _MOVED) and line.words[k].preposition != "ب" for k in near):
        return True
    names = [line.names[n] for k in range(i + 1, min(i + 10, len(line.words))) if (n := line.name_at[k]) is not None]
    return any(n.kind == "place" for n in names) and _any(line, i + 1, i + 10, frozenset(("prep:to",)))


def _deal(line: TaggedSentence, i: int, _: frozenset[str]) -> bool:
    """An agreement that is made or broken now: by its verb, or between named parties."""
    return (
        _any(line, i - 8, i, frozenset(("deal_verb",)))
        or _any(line, i - 4, i, frozenset(("prep:to",)))
        or _any(line, i + 1, i + 4, frozenset(("prep:between", "prep:with")))
    )


def _not_state(line: TaggedSentence, i: int, _: frozenset[str]) -> bool:
    """Not the state of holding a place: تسيطر عليها, تحت سيطرة, خاضعة لسيطرة."""
    before = previous(line, i)
    if before is not None and "held" in line.classes(before):
        return False
    word = line.words[i]
    if word.preposition == "ل" and before is not None and "subject_to" in line.classes(before):
        return False
    after = following(line, i)
    if word.hits and word.hits[0].entry.kind == "verb":
        if after is not None and "on_it" in line.classes(after):
            return False
        perfect = any(h.form.perfect for h in word.hits)
        since = any(line.relation.get(k) == "after" for k in range(max(0, i - 6), i))
        return (
            perfect
            or since
            or word.preposition == "ل"
            or line.sentence.part == "headline"
            or word.form[: word.length].endswith("س")
        )
    return True


def _toll(line: TaggedSentence, i: int, _: frozenset[str]) -> bool:
    """A noun for the dead that tells of deaths: counted, «بين القتلى», «سقوط ضحايا»; not «القتلى» alone."""
    if line.quantity_at[i] is not None or line.words[i].hits[0].form.pronoun:
        return True
    return _any(line, i - 3, i, frozenset(("light:result", "falling"))) or _any(
        line, i - 1, i, frozenset(("prep:between",))
    )


_TESTS: dict[Test, Callable[[TaggedSentence, int, frozenset[str]], bool]] = {
    "next": _next,
    "after": lambda line, i, words: _any(line, i + 1, _behind(line, i), words),
    "before": lambda line, i, words: _any(line, i - 3, i, words),
    "near": _near,
    "form": lambda line, i, words: line.words[i].stem in words or line.words[i].form in words,
    "armed": _armed,
    "plain": lambda line, i, words: not (_near(line, i, frozenset(("peace",))) or _next(line, i, _PEACE)),
    "advance": _advance,
    "enter": _enter,
    "moved": _moved,
    "deal": _deal,
    "not_state": _not_state,
    "toll": _toll,
    "quoted": lambda line, i, words: i + 1 < len(line.words) and is_quote(line, i + 1),
    "governed": _governed,
}
