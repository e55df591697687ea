"""Adjectives that name the acting side: غارات «أميركية», الطائرات «الروسية» و«السورية»."""

from furat.extract.names.candidates import MentionCandidate, NameSentence, acting_head
from furat.extract.names.trie import ListedName
from furat.extract.text.clitics import CliticSplit


def nisbas(line: NameSentence, forces: dict[str, ListedName], states: dict[str, ListedName]) -> list[MentionCandidate]:
    """Spots of adjectives whose noun acts: a raid, an aircraft, troops, support.

    `forces` and `states` give the entry that an adjective stands for, by state: with a military noun Syria's
    adjective names its army, any other one names the state.
    """
    found: list[MentionCandidate] = []
    for at, word in enumerate(line.words):
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
