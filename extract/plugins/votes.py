"""What a recogniser says about a sentence, and the policy by which it joins the names that the gazetteer found.

The policy: the gazetteer decides who is meant, a recogniser only that something is a name.
1. A vote that overlaps a gazetteer name of the same kind raises that name's confidence by a third of what is missing.
2. A vote that overlaps one of the other kind changes nothing; the disagreement is written into the name's `why`.
3. A vote that overlaps none adds a name that nobody has curated: LOC a place, PERS a person, ORG an organisation of
   no known class. MISC is ignored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from furat.extract.layers import Name
from furat.extract.names.unlisted import new_entity
from furat.extract.records import Entity, Kind
from furat.extract.text.sentences import Sentence

Tag = Literal["LOC", "PERS", "ORG"]
KIND: dict[Tag, Kind] = {"LOC": "place", "PERS": "actor", "ORG": "actor"}
CLASS: dict[Tag, str] = {"LOC": "region", "PERS": "Person", "ORG": "CivilOrganization"}
CONFIDENCE = 0.5  # of a name that only a model saw


@dataclass(frozen=True, slots=True)
class Vote:
    """A name that a recogniser sees: tokens `first` to `last` (exclusive) of a sentence."""

    first: int
    last: int
    tag: Tag
    model: str  # for the reason


class Recogniser(Protocol):
    """A recogniser of names."""

    def recognise(self, sentences: Sequence[Sentence]) -> list[list[Vote]]:
        """The votes for each sentence, in order, without overlaps."""
        ...


def merge(
    sentence: Sentence, names: Sequence[Name], votes: Iterable[Vote], text: str
) -> tuple[list[Name], list[Entity]]:
    """The names of a sentence after the votes were heard, in order, and the entities that they add."""
    merged = list(names)
    entities: list[Entity] = []
    for vote in votes:
        overlapping = [i for i, n in enumerate(merged) if n.first < vote.last and vote.first < n.last]
        if overlapping:
            for i in overlapping:
                merged[i] = _heard(merged[i], vote)
            continue
        start, end = _printed(sentence, vote)
        entity = new_entity(KIND[vote.tag], CLASS[vote.tag], text[start:end])
        entities.append(entity)
        merged.append(
            Name(
                start, end, vote.first, vote.last, vote.first, entity.kind, entity.key, entity.cls, "", None, False, (),
                CONFIDENCE, f"{vote.model} reads it as {vote.tag}; no list holds it",
            )
        )  # fmt: skip
    order = sorted(range(len(merged)), key=lambda i: merged[i].start)
    position = {old: new for new, old in enumerate(order)}
    return [
        n if n.conjunct is None else replace(n, conjunct=position[n.conjunct]) for n in (merged[i] for i in order)
    ], entities


def _heard(name: Name, vote: Vote) -> Name:
    if KIND[vote.tag] != name.kind:
        return replace(name, why=f"{name.why}; {vote.model} reads it as {vote.tag}")
    confidence = round(name.confidence + (1 - name.confidence) / 3, 3)
    return replace(name, confidence=confidence, why=f"{name.why}; {vote.model} agrees")


def _printed(sentence: Sentence, vote: Vote) -> tuple[int, int]:
    """The span of a vote without the proclitics that stand before an article."""
    token = sentence.tokens[vote.first]
    form, cut = token.form, 0
    if form.startswith(("و", "ف")) and form[1:3] in ("ال", "لل", "با", "كا"):
        cut = 1
    if form[cut : cut + 3] in ("بال", "كال") or form[cut : cut + 2] == "لل":
        cut += 1
    return token.offset(cut), sentence.tokens[vote.last - 1].end
