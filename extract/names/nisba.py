"""Adjectives that name the acting side: غارات «أميركية», الطائرات «الروسية» و«السورية»."""

from furat.extract.clitics import Reading
from furat.extract.names.lexicon import NameLexicon
from furat.extract.names.spots import Line, Spot
from furat.extract.names.trie import Entry

# Readings of a head noun whose adjective acts.
_ACTING = frozenset({"agent", "side"})
_REACH = 5  # tokens between the noun and its adjective at most


def nisbas(line: Line, lexicon: NameLexicon, forces: dict[str, Entry], states: dict[str, Entry]) -> list[Spot]:
    """Spots of adjectives whose noun acts: a raid, an aircraft, troops, support.

    `forces` and `states` give the entry that an adjective stands for, by state: with a military noun Syria's
    adjective names its army, any other one names the state.
    """
    found: list[Spot] = []
    for at, word in enumerate(line.words):
        nisba = word.nisba
        if nisba is None or line.taken[at] or nisba.state not in states:
            continue
        head = acting_head(line, at, lexicon)
        if head is None:
            continue
        entry = forces.get(nisba.state, states[nisba.state])
        spot = line.spot(at, at + 1, Reading("", word.form, nisba.length), (entry,))
        spot.nisba = True
        spot.confidence = 0.85
        spot.why = f"adjective of «{line.tokens[head].surface}», which acts"
        found.append(line.take(spot))
    return found


def acting_head(line: Line, at: int, lexicon: NameLexicon) -> int | None:
    """The noun that the adjective at a position belongs to, if it acts; adjectives in between are left aside."""
    before = line.before(at)
    steps = 0
    adjectives = lexicon.parts["adjective"]
    while before is not None and steps < _REACH:
        word = line.words[before]
        if word.heads & _ACTING:
            return before if _agrees(line, before, at) else None
        if word.nisba is None and word.form not in adjectives and word.reading.stem not in adjectives:
            return None
        steps += 1
        before = line.before(before)
    return None


def _agrees(line: Line, head: int, at: int) -> bool:
    """Whether noun and adjective are both definite or both not, as far as their articles tell."""
    nisba = line.words[at].nisba
    stem = line.words[head].reading.stem
    return nisba is not None and (nisba.definite or not stem.startswith("ال"))
