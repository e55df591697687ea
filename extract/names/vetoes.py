"""What forbids a name where it stands: a counted people, an adjective, an office, another country's body."""

from furat.extract.names.gazetteer import Gazetteer
from furat.extract.names.lexicon import NameLexicon
from furat.extract.names.metonymy import is_feminine_verb
from furat.extract.names.name_sentence import MentionCandidate, NameSentence
from furat.extract.names.trie import ListedName


def counted(line: NameSentence, spot: MentionCandidate) -> bool:
    """Whether the name of a country counts its people: «12 سوريا»."""
    before = line.before(spot.first)
    if before is None or spot.reading.prefix or line.tokens[before].kind != "number":
        return False
    return len(line.tokens[before].form) < 4 and any(entry.cls == "country" for entry in spot.options)


def of_office(line: NameSentence, spot: MentionCandidate) -> bool:
    """Whether an office stands right before the name: رئيس «الحكومة التركية», وزير «الخارجية»."""
    before = line.before(spot.first)
    if before is None or spot.reading.prefix:
        return False
    title = line.words[before].title
    return title is not None and title.kind == "office"


def adjective(line: NameSentence, spot: MentionCandidate, lexicon: NameLexicon) -> bool:
    """Whether a country's name is an adjective here: مصادر سورية, مدينة سورية."""
    nisba = line.words[spot.first].nisba
    before = line.before(spot.first)
    if spot.nisba or spot.last - spot.first > 1 or nisba is None or nisba.definite or before is None:
        return False
    word = line.words[before]
    if spot.reading.prefix or word.class_word is not None:
        return not spot.reading.prefix
    if word.relator not in ("", "medium") or word.heads or word.form in lexicon.parts["preposition"]:
        return False
    return word.stop not in ("verb", "function") and not is_feminine_verb(word.form, lexicon.parts)


def feminine_adjective(line: NameSentence, spot: MentionCandidate) -> bool:
    """Whether a one-word short form agrees with a definite noun before it: العمليات «الخارجية»."""
    before = line.before(spot.first)
    if before is None or spot.reading.prefix or spot.last - spot.first > 1:
        return False
    word = line.words[before]
    return line.tokens[spot.first].form.endswith("يه") and word.reading.stem.startswith("ال") and word.stop != "verb"


def qualified(line: NameSentence, at: int, lexicon: NameLexicon) -> bool:
    """Whether an adjective that is no nisba stands here, so that «الجيش» before it is part of another name."""
    if at >= len(line.words):
        return False
    word = line.words[at]
    known = word.nisba is not None or word.form in lexicon.framing_after or bool(word.stop)
    return word.form.startswith("ال") and not known


def foreign(line: NameSentence, spot: MentionCandidate, entry: ListedName, gazetteer: Gazetteer) -> bool:
    """Whether an adjective behind the name says that another country's is meant: «المعارضة» التركية."""
    if spot.last >= len(line.words) or entry.cls in ("Person", "MediaOutlet", "State"):
        return False
    nisba = line.words[spot.last].nisba
    if nisba is None or not nisba.definite or nisba.length:
        return False
    country = gazetteer.actors[entry.key].country
    return country is not None and gazetteer.actors[nisba.state].country != country
