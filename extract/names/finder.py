"""Names of actors and places in a document: found, linked, framed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from furat.extract.layers import Name
from furat.extract.names import phrase
from furat.extract.names.candidates import listed
from furat.extract.names.gazetteer import Gazetteer
from furat.extract.names.lexicon import load_lexicon
from furat.extract.names.linking import Linker, LinkingContext
from furat.extract.names.name_sentence import MentionCandidate, NameSentence
from furat.extract.names.nisba import nisbas
from furat.extract.names.persons import persons
from furat.extract.names.trie import ListedName, build
from furat.extract.names.unlisted import introduced
from furat.extract.names.word_features import NameWords
from furat.extract.records import Entity, Kind
from furat.extract.text.clitics import CliticSplit
from furat.extract.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class NamesFound:
    """The names of a document, sentence by sentence, and the entities among them that no gazetteer holds."""

    names: list[list[Name]]  # one list a sentence, in the order of the text
    entities: tuple[Entity, ...]


class NameFinder:
    """Finds the names of a document; built once a process."""

    def __init__(self, gazetteer: Gazetteer, lexicons: Sequence[Path] = ()) -> None:
        self.gazetteer = gazetteer
        self.lexicon = load_lexicon(lexicons)
        self.words = NameWords(self.lexicon, build(gazetteer, self.lexicon))
        self.linker = Linker(gazetteer, self.lexicon)
        states = {key: actor for key, actor in gazetteer.actors.items() if actor.cls == "State"}
        self._states = {key: ListedName("actor", key, "State", "", False, frozenset(), key) for key in states}
        self._forces = {
            state: ListedName("actor", d.army, gazetteer.actors[d.army].cls, "", False, frozenset(), d.army)
            for state, d in self.lexicon.defaults.items()
            if d.army
        }

    def find(self, sentences: Sequence[Sentence], published: date | None = None) -> NamesFound:
        """The names of a document's sentences."""
        lines = [NameSentence(sentence, self.words) for sentence in sentences]
        spots = [self._spots(line) for line in lines]
        self._again(lines, spots)
        context = LinkingContext(published)
        for found in spots:
            self._note(found, context)
        names = [self._names(line, found, context) for line, found in zip(lines, spots, strict=True)]
        entities: dict[str, Entity] = {}
        for found in spots:
            for spot in found:
                if spot.new is not None:
                    entities.setdefault(spot.new.key, spot.new)
        return NamesFound(names, tuple(entities.values()))

    def _spots(self, line: NameSentence) -> list[MentionCandidate]:
        """All candidate spots of a sentence in the order of the text."""
        found = listed(line)
        found += introduced(line, self.lexicon, found)
        found = self._with_persons(line, found)
        found += nisbas(line, self._forces, self._states)
        found.sort(key=lambda spot: spot.first)
        return found

    def _with_persons(self, line: NameSentence, found: list[MentionCandidate]) -> list[MentionCandidate]:
        """These spots and the unlisted persons; short names that are in doubt give way to a person's whole name."""
        doubtful = [spot for spot in found if spot.pending and all(entry.cls == "Person" for entry in spot.options)]
        for spot in doubtful:
            line.taken[spot.first : spot.last] = [False] * (spot.last - spot.first)
        new = persons(line, self.lexicon)
        left = [spot for spot in found if spot not in doubtful]
        for spot in doubtful:
            if not any(person.first < spot.last and spot.first < person.last for person in new):
                left.append(line.take(spot))
        return left + new

    def _again(self, lines: Sequence[NameSentence], spots: list[list[MentionCandidate]]) -> None:
        """Take up later and earlier mentions of the document's own new names, persons also by family name."""
        own: dict[str, list[tuple[tuple[str, ...], MentionCandidate]]] = {}
        for line, found in zip(lines, spots, strict=True):
            for spot in found:
                if spot.new is not None:
                    for forms in _forms_of(line, spot):
                        own.setdefault(forms[0], []).append((forms, spot))
        if not own:
            return
        for line, found in zip(lines, spots, strict=True):
            added = False
            for at, word in enumerate(line.words):
                if line.taken[at]:
                    continue
                for reading in _bare(word.form):
                    for forms, known in own.get(reading[1], ()):
                        last = at + len(forms)
                        rest = [t.form for t in line.tokens[at + 1 : last]]
                        if rest == list(forms[1:]) and not any(line.taken[at:last]):
                            spot = line.spot(at, last, CliticSplit(*reading))
                            spot.new, spot.confidence = known.new, known.confidence - 0.05
                            spot.why = "a name that the document introduces elsewhere"
                            found.append(line.take(spot))
                            added = True
                            break
                    if line.taken[at]:
                        break
            if added:
                found.sort(key=lambda spot: spot.first)

    def _note(self, spots: Sequence[MentionCandidate], context: LinkingContext) -> None:
        """Tell the context what these spots name without doubt."""
        for spot in spots:
            if spot.pending:
                continue
            for entry in spot.options:
                if entry.use != "short":
                    context.firm.add(f"{entry.kind}:{entry.key}")
                    if entry.kind == "place" and (len(spot.options) == 1 or entry.cls in ("governorate", "country")):
                        context.above.add(entry.key)

    def _names(self, line: NameSentence, spots: list[MentionCandidate], context: LinkingContext) -> list[Name]:
        kept: list[tuple[MentionCandidate, Kind, str, str, float, str, str]] = []
        before: tuple[MentionCandidate, Kind] | None = None
        for order, spot in enumerate(spots):
            if spot.new is not None:
                kept.append((spot, spot.new.kind, spot.new.key, spot.new.cls, spot.confidence, spot.why, ""))
                before = spot, spot.new.kind
                continue
            link = self.linker.link(line, spot, context, before)
            if link is None:
                for at in range(spot.first, spot.last):
                    line.taken[at] = False
                continue
            entry = link.entry
            loaded = _printed(line, spot) if entry.loaded else ""
            confidence, why = (spot.confidence, spot.why) if spot.nisba else (link.confidence, link.why)
            kept.append((spot, entry.kind, entry.key, entry.cls, confidence, why, loaded))
            before = spot, entry.kind
            context.persons[entry.key] = line.sentence.index * 1000 + order
            self._tell(entry, context)
        held = [k[0] for k in kept]
        heads = [phrase.head(line, spot, self.lexicon) for spot in held]
        return [
            Name(
                start=spot.start,
                end=spot.end,
                first=spot.first,
                last=spot.last,
                head=heads[i],
                kind=kind,
                key=key,
                cls=cls,
                preposition=phrase.preposition(line, spot, heads[i], self.lexicon),
                conjunct=phrase.conjunct(line, held, heads, i),
                nisba=spot.nisba,
                framing=phrase.framing(line, spot, heads[i], self.lexicon, loaded),
                confidence=confidence,
                why=why,
            )
            for i, (spot, kind, key, cls, confidence, why, loaded) in enumerate(kept)
        ]

    def _tell(self, entry: ListedName, context: LinkingContext) -> None:
        if entry.kind == "place":
            country = self.gazetteer.places[entry.key].country
        elif entry.cls in ("State", "GovernmentBody", "ArmedForce"):
            country = self.gazetteer.actors[entry.key].country
        else:
            country = None
        if country:
            context.country = country


def _printed(line: NameSentence, spot: MentionCandidate) -> str:
    return " ".join(t.surface for t in line.tokens[spot.first : spot.last])[spot.reading.length :]


def _forms_of(line: NameSentence, spot: MentionCandidate) -> list[tuple[str, ...]]:
    """The ways in which a document may name its new entity again."""
    forms = [t.form for t in line.tokens[spot.first : spot.last] if t.kind != "mark"]
    forms[0] = forms[0][spot.reading.length :]
    found = [tuple(forms)]
    if spot.new is not None and spot.new.cls == "Person" and len(forms) > 1:
        last, word = forms[-1], line.words[spot.last - 1]
        if not word.stop and (len(last) > 3 or (len(last) == 3 and word.plain and not word.starts)):
            found.append((last,))
    return found


def _bare(form: str) -> list[tuple[str, str, int]]:
    """A word as itself and without و or ل or ب in front: prefix, stem, letters cut off."""
    found = [("", form, 0)]
    if form[:1] in "ولبف" and len(form) > 3:
        found.append((form[0], form[1:], 1))
        if form.startswith("لل"):
            found.append(("ل", "ال" + form[2:], 1))
    return found
