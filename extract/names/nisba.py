"""Adjectives that name the acting side: غارات «أميركية», الطائرات «الروسية» و«السورية»."""

from furat.extract.names.candidates import ACTING, acting_head
from furat.extract.names.name_sentence import MentionCandidate, NameSentence
from furat.extract.names.trie import ListedName
from furat.extract.text.clitics import CliticSplit

_REACH = 3  # words between an accusative noun and its adjective


def nisbas(line: NameSentence, forces: dict[str, ListedName], states: dict[str, ListedName]) -> list[MentionCandidate]:
    """Spots of adjectives whose noun acts: a raid, an aircraft, troops, support.

    `forces` and `states` give the entry that an adjective stands for, by state: with a military noun Syria's
    adjective names its army, any other one names the state.
    """
    found: list[MentionCandidate] = []
    for at, word in enumerate(line.words):
        if word.nisba is None and word.accusative[0] in states and not line.taken[at]:
            found += _accusative(line, at, forces.get(word.accusative[0], states[word.accusative[0]]))
            continue
        nisba = word.nisba
        if nisba is None or line.taken[at] or nisba.state not in states:
            continue
        head = acting_head(line, at)
        if head is None:
            continue
        entry = forces.get(nisba.state, states[nisba.state])
        spot = line.spot(at, at + 1, CliticSplit("", word.form, nisba.length), (entry,))
        spot.nisba = True
        spot.confidence = 0.85
        spot.why = f"adjective of «{line.tokens[head].surface}», which acts"
        found.append(line.take(spot))
    return found


def _accusative(line: NameSentence, at: int, entry: ListedName) -> list[MentionCandidate]:
    """The spot of «أميركيا» in «هجوما أميركيا», «هجوما جويا أميركيا»: noun and adjectives show the same ending."""
    before = line.behind_model(at)
    for _ in range(_REACH):
        if before is None or not line.tokens[before].form.endswith("ا") or line.taken[before]:
            return []
        if line.words[before].accusative[1] & ACTING:
            spot = line.spot(at, at + 1, CliticSplit("", line.words[at].form, 0), (entry,))
            spot.nisba, spot.confidence = True, 0.85
            spot.why = f"adjective of «{line.tokens[before].surface}», which acts"
            return [line.take(spot)]
        before = line.before(before)
    return []
