"""Which entity a name means, from the words around it and the rest of the document; each decision with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from furat.extract.names.gazetteer import Gazetteer
from furat.extract.names.lexicon import NameLexicon
from furat.extract.names.metonymy import Decision, read
from furat.extract.names.name_sentence import MentionCandidate, NameSentence
from furat.extract.names.trie import ListedName
from furat.extract.names.vetoes import adjective, counted, feminine_adjective, foreign, of_office, qualified
from furat.extract.records import Kind

_RANK = {
    "country": 9, "governorate": 5, "city": 8, "town": 6, "neighbourhood": 3, "village": 4, "base": 4, "airport": 4,
    "region": 5, "river": 6, "camp": 4, "crossing": 3, "district": 2, "subdistrict": 1,
}  # fmt: skip
_FITS = {
    "city": {"city", "town"}, "town": {"town", "village", "city"}, "village": {"village", "town"},
    "region": {"region", "governorate", "district", "town", "city", "neighbourhood"}, "governorate": {"governorate"},
    "base": {"base", "airport"}, "airport": {"airport", "base"},
}  # fmt: skip


class EntityLink(NamedTuple):
    """The entry that a spot means."""

    entry: ListedName
    confidence: float
    why: str


@dataclass(slots=True)
class LinkingContext:
    """What a document has told so far, and what it holds anywhere."""

    published: date | None
    firm: set[str] = field(default_factory=set)  # kind:key of entities that are named in full somewhere
    above: set[str] = field(default_factory=set)  # keys of places that the document names without doubt
    country: str = "SY"  # of the last state, army or place told of
    persons: dict[str, int] = field(default_factory=dict)  # key -> order of the last mention


class Linker:
    """Chooses among the entries of a spot."""

    def __init__(self, gazetteer: Gazetteer, lexicon: NameLexicon) -> None:
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self._states = {actor.country: key for key, actor in gazetteer.actors.items() if actor.cls == "State"}
        self._within = {key: _above(key, gazetteer) for key in gazetteer.places}
        self._since = {
            (key, a.other): a.since
            for key, actor in gazetteer.actors.items()
            for a in actor.affiliations
            if a.relation == "successorOf"
        }

    def link(
        self,
        line: NameSentence,
        spot: MentionCandidate,
        context: LinkingContext,
        before: tuple[MentionCandidate, Kind] | None,
    ) -> EntityLink | None:
        """The meaning of a spot, or None where nothing licenses it."""
        places = [
            e
            for e in spot.options
            if e.kind == "place" and (e.use != "cue" or not spot.pending or self._told(e, context))
        ]
        actors = [e for e in spot.options if e.kind == "actor" and not foreign(line, spot, e, self.gazetteer)]
        firm = [
            e for e in actors if e.use != "short" and (e.use != "cue" or not spot.pending or self._told(e, context))
        ]
        if not firm and actors:
            firm = self._short(line, spot, actors, context, bool(places))
        if counted(line, spot) or adjective(line, spot, self.lexicon):
            return None
        if any(e.key.endswith("_government") for e in firm) and of_office(line, spot):
            return None
        if places and firm:
            decision = self._kind(line, spot, firm, places, before, context)
            if decision.kind == "actor":
                places = []
            else:
                firm = []
            why = decision.why
        else:
            why = ""
        if firm:
            return self._actor(firm, context, why)
        if places:
            return self._place(line, spot, places, context, why, before)
        return None

    def _told(self, entry: ListedName, context: LinkingContext) -> bool:
        return f"{entry.kind}:{entry.key}" in context.firm

    def _short(
        self,
        line: NameSentence,
        spot: MentionCandidate,
        actors: Iterable[ListedName],
        context: LinkingContext,
        has_place: bool,
    ) -> list[ListedName]:
        """The entries of a short form that the document licenses."""
        actors = list(actors)
        if of_office(line, spot) or feminine_adjective(line, spot):
            actors = [e for e in actors if e.cls != "GovernmentBody"]
        told = [e for e in actors if self._told(e, context)]
        bodies = [e for e in actors if e.cls in ("GovernmentBody", "ArmedForce")]
        if bodies and not has_place:
            if qualified(line, spot.last, self.lexicon):
                return []
            army = all(e.cls == "ArmedForce" for e in bodies)
            country = context.country if army else self._country(line, spot, context)
            return [e for e in bodies if self.gazetteer.actors[e.key].country == country] or told[:1]
        if len(told) > 1:
            told = [max(told, key=lambda e: (context.persons.get(e.key, -1), e.key))]
        return told

    def _country(self, line: NameSentence, spot: MentionCandidate, context: LinkingContext) -> str:
        """The country whose body a bare «الحكومة» means: that of the last adjective, else the one told of."""
        for at in range(spot.first - 1, -1, -1):
            nisba = line.words[at].nisba
            if nisba is not None:
                actor = self.gazetteer.actors.get(nisba.state)
                if actor is not None and actor.country:
                    return actor.country
        return context.country

    def _kind(
        self,
        line: NameSentence,
        spot: MentionCandidate,
        actors: list[ListedName],
        places: list[ListedName],
        before: tuple[MentionCandidate, Kind] | None,
        context: LinkingContext,
    ) -> Decision:
        """Actor or place, for a name that can be both."""
        if spot.class_at is not None:
            word = line.words[spot.class_at].class_word
            if word is not None:
                return Decision(word.kind, f"behind «{line.tokens[spot.class_at].surface}»")
        state = next((e for e in actors if e.cls in ("State", "GovernmentBody")), None)
        if state is None:
            cued = next((e for e in actors if e.use == "cue"), None)
            if cued is not None:
                return Decision("actor", "the words around ask for the actor")
            if self._told(actors[0], context) and not any(self._told(p, context) for p in places):
                return Decision("actor", "the document tells of this actor", False)
            at = line.before(spot.first)
            if at is not None and line.tokens[at].form in self.lexicon.parts["preposition"]:
                return Decision("place", "behind a preposition")
            return Decision(
                "actor" if actors[0].use == "" and places[0].use == "cue" else "place", "its usual reading", False
            )
        country = self.gazetteer.actors[state.key].country
        default = self.lexicon.defaults.get(self._states.get(country, ""))
        is_country = any(e.cls == "country" for e in places)
        usual: Kind = (default.country if is_country else default.capital) if default else "place"
        return read(line, spot, usual, before, self.lexicon.parts)

    def _actor(self, entries: list[ListedName], context: LinkingContext, why: str) -> EntityLink:
        if len(entries) > 1:
            entry, chosen = self._in_force(entries, context)
            return EntityLink(entry, 0.85, why or chosen)
        entry = entries[0]
        if entry.use == "short" and entry.cls in ("GovernmentBody", "ArmedForce"):
            country = self.gazetteer.actors[entry.key].country
            return EntityLink(entry, 0.75, why or f"short form; the country told of is {country}")
        if entry.use == "short":
            return EntityLink(entry, 0.8, why or "short form of an actor that the document names in full")
        return EntityLink(entry, 0.95 if not why else 0.85, why or "listed name")

    def _in_force(self, entries: list[ListedName], context: LinkingContext) -> tuple[ListedName, str]:
        """Of several actors of one name the one that bore it at the time, else the one that the document names."""
        entries = sorted(entries, key=lambda e: (e.loaded, e.use != "", e.cls == "Person"))
        best = entries[0]
        why = "the first of several listed actors of this name"
        when = context.published.isoformat() if context.published else ""
        for entry in entries[1:]:
            since = self._since.get((entry.key, best.key))
            if since is not None:
                if when and since <= when:
                    best, why = entry, f"successor of {best.key} since {since}, at the time of publication"
            elif when and (self._since.get((best.key, entry.key)) or "") > when:
                best, why = entry, f"before {best.key} succeeded it"
            elif not self._told(best, context) and self._told(entry, context):
                best, why = entry, "of several actors of this name the one that the document names in full"
        return best, why

    def _place(
        self,
        line: NameSentence,
        spot: MentionCandidate,
        entries: list[ListedName],
        context: LinkingContext,
        why: str,
        before: tuple[MentionCandidate, Kind] | None,
    ) -> EntityLink:
        if len(entries) == 1:
            return EntityLink(entries[0], 0.95 if entries[0].use == "" else 0.85, why or "listed name")
        at = spot.class_at
        if at is None and before is not None and before[0].class_at is not None and spot.reading.conjunction:
            word = line.words[before[0].class_at].class_word
            at = before[0].class_at if word is not None and word.several else None
        wanted = ""
        if at is not None and (word := line.words[at].class_word) is not None and word.kind == "place":
            wanted = word.cls
        fits = _FITS.get(wanted, {wanted})
        scored = []
        for order, entry in enumerate(entries):
            score = float(_RANK.get(entry.cls, 2)) / 10
            reasons = []
            if wanted and entry.cls in fits:
                score += 3 if entry.cls == wanted else 2
                reasons.append(f"«{line.tokens[at].surface}»" if at is not None else "")
            near = self._within[entry.key] & context.above
            if near:
                score += 1.5
                reasons.append("the document names " + min(near))
            if f"place:{entry.key}" in context.firm:
                score += 1
            if self.gazetteer.places[entry.key].country == "SY":
                score += 0.8
            if entry.use == "cue":
                score -= 0.3
            scored.append((-score, order, entry, ", ".join(reasons)))
        _, _, entry, reasons_text = min(scored)
        return EntityLink(
            entry, 0.85, why or (f"of {len(entries)} places of this name: {reasons_text or 'the most prominent'}")
        )


def _above(key: str, gazetteer: Gazetteer) -> frozenset[str]:
    """The keys of all places that a place lies in, without Syria itself."""
    found: set[str] = set()
    at = gazetteer.places[key].within
    while at is not None and at not in found:
        found.add(at)
        at = gazetteer.places[at].within
    return frozenset(found - {"syria"})
