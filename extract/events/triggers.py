"""Which words of a sentence tell of an event: candidates of the lexicon, tested on the words around them."""

from collections.abc import Iterator
from dataclasses import dataclass

from furat.extract.events.conditions import Condition
from furat.extract.events.lexicon import Entry, Hit
from furat.extract.events.line import Line, is_quote

_ARMED_CLASSES = frozenset(("ArmedForce", "ArmedGroup", "Coalition"))
_ARMED_WORDS = frozenset(("armed_people", "force", "military", "air"))
_PEACE = frozenset(("peace", "not_war"))
_STRIKES = frozenset(("bombardment", "airstrike", "shelling", "attack", "explosion", "chemical-attack", "clash"))
_REACH = 6  # words that `near` looks at on each side
_ARMED_REACH = 9


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event, read as verb or noun."""

    position: int  # token of the sentence
    hit: Hit
    verbal: bool  # a verb or a participle that tells like one
    type: str  # refined later by the words around; injury for the wounded
    why: str

    @property
    def entry(self) -> Entry:
        """Its line of the lexicon."""
        return self.hit.entry

    @property
    def frame(self) -> str:
        """The row of events_frames.tsv that gives the roles."""
        return self.hit.entry.frame


def find_triggers(line: Line) -> list[Trigger]:
    """The triggers of a sentence in order, at most one a token."""
    found = []
    for i, word in enumerate(line.words):
        if not word.hits or line.tags[i] in ("name", "prep", "comp", "rel", "sub", "aux", "mark", "time"):
            continue
        hits = [hit for hit in word.hits if all(holds(line, i, c) for c in hit.entry.needs if c.test != "weak")]
        if not hits:
            continue
        nominal = _nominal(line, i, hits)
        if nominal and line.tags[i] == "verb":
            line.tags[i] = "nominal"
        hits = [h for h in hits if (h.entry.kind in ("verb", "hal")) != nominal] or hits
        hit = hits[0]
        if hit.entry.kind == "verb" and nominal:
            continue
        verbal = hit.entry.kind in ("verb", "hal")
        why = f"{'verb' if verbal else 'noun'} «{hit.entry.lemma}» tells of {hit.entry.type}"
        found.append(Trigger(i, hit, verbal, hit.entry.type, why))
    return list(_strong(_without_carriers(line, found)))


def _without_carriers(line: Line, found: list[Trigger]) -> list[Trigger]:
    """Without verbs such as استهدف whose subject is itself an event noun: they only say what that event hit."""
    kept: list[Trigger] = []
    for index, trigger in enumerate(found):
        if trigger.verbal and "light:hit" in line.classes(trigger.position):
            after = found[index + 1] if index + 1 < len(found) else None
            if (kept and _carried_by(line, kept[-1], trigger)) or (after and _carries(line, trigger, after)):
                line.tags[trigger.position] = "light"
                continue
        kept.append(trigger)
    return kept


def _carried_by(line: Line, noun: Trigger, verb: Trigger) -> bool:
    """هجوم انتحاري استهدف، الغارات التي استهدفت: nothing but adjectives and phrases of the noun in between."""
    if noun.verbal or noun.entry.kind == "toll" or verb.position - noun.position > 8:
        return False
    return not line.words[verb.position].conjunction and all(
        line.tags[k] not in ("mark", "comp", "sub", "verb", "report", "light") or is_quote(line, k) or k in line.skip
        for k in range(noun.position + 1, verb.position)
    )


def _carries(line: Line, verb: Trigger, noun: Trigger) -> bool:
    """واستهدفت الغارات مستشفى، استهدف أكثر التفجيرات: the event noun follows as the subject."""
    gap = range(verb.position + 1, noun.position)
    return (
        not noun.verbal
        and noun.entry.kind == "noun"
        and len(gap) <= 1
        and not line.words[noun.position].preposition
        and all(line.tags[k] == "nominal" and not line.words[k].preposition for k in gap)
    )


def _strong(found: list[Trigger]) -> Iterator[Trigger]:
    """Without the weak ones that stand near a trigger of the same family, and tolls whose deaths a verb tells."""
    strong = [t for t in found if not _weak(t)]
    for trigger in found:
        if trigger.entry.kind == "toll" and any(_tells_toll(other, trigger) for other in found):
            continue
        if not _weak(trigger):
            yield trigger
        elif not any(abs(o.position - trigger.position) <= 8 and _same_family(o, trigger) for o in strong):
            strong.append(trigger)
            yield trigger


def _weak(trigger: Trigger) -> bool:
    return any(c.test == "weak" for c in trigger.entry.needs)


def _same_family(one: Trigger, other: Trigger) -> bool:
    return one.type == other.type or (one.type in _STRIKES and other.type in _STRIKES)


def _tells_toll(other: Trigger, toll: Trigger) -> bool:
    """قتل ... بين القتلى, حصد آلاف القتلى, معظم القتلى قضوا: one killing, told by the verb."""
    return other.verbal and other.type in ("killing", "injury") and -4 <= other.position - toll.position <= 3


def _nominal(line: Line, i: int, hits: list[Hit]) -> bool:
    """Whether a word that may be verb and noun is a noun here."""
    kinds = {h.entry.kind for h in hits}
    if not kinds & {"verb", "hal"}:
        return True
    if kinds <= {"verb", "hal"}:
        return False
    word = line.words[i]
    if word.definite or word.preposition in ("ب", "ل", "ك"):
        return True
    before = previous(line, i)
    if before is not None and not word.conjunction:
        if line.tags[before] in ("prep", "quantity", "light", "report") or "launching" in line.classes(before):
            return True
        if line.tags[before] == "name":  # محسن الفضلي قتل
            return False
        other = line.words[before]
        if other.hits and other.hits[0].entry.kind != "verb" and not other.definite:
            return True  # محاولة خطف, عمليات قتل
        if line.tags[before] == "nominal" and not other.definite and line.name_at[before] is None:
            return not _opens_clause(line, i)
    after = following(line, i)
    if after is None:
        return True
    if line.tags[after] == "name":
        name = line.names[line.name_at[after]]  # type: ignore[index]
        return name.nisba or name.preposition != ""
    if line.tags[after] == "prep" or line.words[after].preposition:
        return True
    return bool(line.classes(after) & {"air", "ground", "chemical"}) and not line.words[after].definite


def _opens_clause(line: Line, i: int) -> bool:
    before = previous(line, i)
    return before is None or line.tags[before] in ("mark", "comp", "sub", "rel", "aux", "time")


def previous(line: Line, i: int) -> int | None:
    """The token before, quotation marks aside; None at the sentence's start."""
    i -= 1
    while i >= 0 and is_quote(line, i):
        i -= 1
    return i if i >= 0 else None


def following(line: Line, i: int) -> int | None:
    """The token after, quotation marks aside; None at the sentence's end."""
    i += 1
    while i < len(line.words) and is_quote(line, i):
        i += 1
    return i if i < len(line.words) else None


def holds(line: Line, i: int, condition: Condition) -> bool:
    """Whether a condition of the lexicon holds for the word at a position."""
    return _TESTS[condition.test](line, i, condition.words) == condition.wanted


def _match(line: Line, i: int, words: frozenset[str]) -> bool:
    word = line.words[i]
    if word.form in words or word.stem in words or word.names & words or word.preposition in words:
        return True
    if "quantity" in words and line.quantity_at[i] is not None:
        return True
    name = line.name_at[i]
    if name is None:
        return False
    kind = line.names[name].kind
    return ("actor" in words and kind == "actor") or ("place" in words and kind == "place")


def _any(line: Line, first: int, last: int, words: frozenset[str]) -> bool:
    return any(_match(line, k, words) for k in range(max(0, first), min(last, len(line.words))))


def _next(line: Line, i: int, words: frozenset[str]) -> bool:
    after = following(line, i)
    return after is not None and _match(line, after, words)


def _near(line: Line, i: int, words: frozenset[str]) -> bool:
    return _any(line, i - _REACH, i, words) or _any(line, i + 1, i + 1 + _REACH, words)


def _governed(line: Line, i: int, words: frozenset[str]) -> bool:
    """Whether a carrying verb of these classes stands before the word in its clause."""
    for k in range(i - 1, max(-1, i - 12), -1):
        if line.classes(k) & words:
            return True
        if line.tags[k] in ("comp", "sub", "report") or line.sentence.tokens[k].form in ".:؛;،,":
            return False
    return False


def _armed(line: Line, i: int, _: frozenset[str]) -> bool:
    for k in range(max(0, i - _ARMED_REACH), min(i + _ARMED_REACH + 1, len(line.words))):
        if k == i:
            continue
        name = line.name_at[k]
        if name is not None and (line.names[name].cls in _ARMED_CLASSES or line.names[name].nisba):
            return True
        if line.words[k].names & _ARMED_WORDS:
            return True
    return False


def _advance(line: Line, i: int, _: frozenset[str]) -> bool:
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


def _near_place(line: Line, i: int) -> bool:
    return _armed(line, i, frozenset()) and _any(line, i + 1, i + 5, frozenset(("onward",)))


def _enter(line: Line, i: int, _: frozenset[str]) -> bool:
    """دخل as taking a place: an armed party, then the place without a preposition."""
    for k in range(i + 1, min(i + 7, len(line.words))):
        name = line.name_at[k]
        if name is None or line.names[name].kind != "place":
            continue
        return line.names[name].preposition == "" and _armed(line, i, frozenset())
    return False


_MOVED = frozenset(("people", "armed_people", "toll", "weapon", "holding", "quantity", "moved"))


def _moved(line: Line, i: int, _: frozenset[str]) -> bool:
    """نقل of people or weapons: one of them within six words, or just before a passive plural."""
    if _any(line, i + 1, i + 6, frozenset(("prep:about",))) and not _any(line, i + 1, i + 3, _MOVED):
        return False
    near = (*range(max(0, i - 3), i), *range(i + 1, min(i + 6, len(line.words))))
    if any(_match(line, k, _MOVED) and line.words[k].preposition != "ب" for k in near):
        return True
    names = [line.names[n] for k in range(i + 1, min(i + 10, len(line.words))) if (n := line.name_at[k]) is not None]
    return any(n.kind == "place" for n in names) and _any(line, i + 1, i + 10, frozenset(("prep:to",)))


def _deal(line: Line, i: int, _: frozenset[str]) -> bool:
    """An agreement that is made or broken now: by its verb, or between named parties."""
    return _any(line, i - 4, i, frozenset(("deal_verb", "prep:to"))) or _any(
        line, i + 1, i + 4, frozenset(("prep:between", "prep:with"))
    )


def _not_state(line: Line, i: int, _: frozenset[str]) -> bool:
    """Not the state of holding a place: تسيطر عليها, تحت سيطرة, خاضعة لسيطرة."""
    before = previous(line, i)
    if before is not None and "held" in line.classes(before):
        return False
    word = line.words[i]
    if word.preposition == "ل" and before is not None and "subject_to" in line.classes(before):
        return False
    after = following(line, i)
    if after is not None and "on_it" in line.classes(after):
        return False
    if word.hits and word.hits[0].entry.kind == "verb":
        perfect = any(h.form.perfect for h in word.hits)
        since = any(line.relation.get(k) == "after" for k in range(max(0, i - 6), i))
        return perfect or since or line.sentence.part == "headline" or word.stem.startswith("س")
    return True


def _toll(line: Line, i: int, _: frozenset[str]) -> bool:
    """A noun for the dead that tells of deaths: counted, «بين القتلى», «سقوط ضحايا»; not «القتلى» alone."""
    if line.quantity_at[i] is not None or line.words[i].hits[0].form.pronoun:
        return True
    return _any(line, i - 3, i, frozenset(("light:result", "falling"))) or _any(
        line, i - 1, i, frozenset(("prep:between",))
    )


_TESTS = {
    "next": _next,
    "after": lambda line, i, words: _any(line, i + 1, i + 5, words),
    "before": lambda line, i, words: _any(line, i - 3, i, words),
    "near": _near,
    "form": lambda line, i, words: line.words[i].stem in words or line.words[i].form in words,
    "weak": lambda line, i, words: True,
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
