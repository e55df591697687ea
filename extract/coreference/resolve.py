"""Which reports of one document tell of the same event: each report is linked to the best earlier one that fits.

A mention-pair model with hand-set weights (the features are those of Cybulska and Vossen 2015, "Bag of events", and
of the definiteness of Arabic nouns): hard conflicts of type, time, place and agent forbid a link; agreement, equal
numbers, the same word, and a definite trigger (الغارات after غارات) speak for one, an indefinite one against.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from furat.extract.coreference.families import FAMILIES, WEAPONS
from furat.extract.names.gazetteer import Gazetteer
from furat.extract.records import Count, Report, Time
from furat.extract.text.tokens import fold

THRESHOLD = 2.4
_SOFT = frozenset(
    {"deployment", "transfer", "support", "aid", "demand", "accusation", "threat", "meeting", "agreement"}
)
_AFFIX_LETTERS = str.maketrans("", "", "اويتنمهسءئؤ")  # letters that inflection adds; what is left stands for the root


_LOOK_BACK = 200  # reports that one is compared with: more than any news text tells; bounds the work on others


@dataclass(frozen=True, slots=True)
class Geography:
    """What lies in what, and which actors act for one side; built once from the gazetteer."""

    within: Mapping[str, str]  # place -> next larger place
    side: Mapping[str, str]  # actor -> the state or group that it is part of, or itself

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> "Geography":
        """The hierarchy of a gazetteer: places by `within`; actors by `partOf`, organs of a state by country."""
        states = {a.country: a.key for a in gazetteer.actors.values() if a.cls == "State" and a.country}
        side: dict[str, str] = {}
        for actor in gazetteer.actors.values():
            parts = [r.other for r in actor.affiliations if r.relation == "partOf" and r.until is None]
            if actor.cls in ("GovernmentBody", "ArmedForce") and actor.country in states:
                side[actor.key] = states[actor.country]
            elif parts:
                side[actor.key] = parts[0]
        return cls({p.key: p.within for p in gazetteer.places.values() if p.within}, side)

    def ancestors(self, place: str) -> Set[str]:
        """The place and all that it lies in."""
        found = {place}
        while (place := self.within.get(place, "")) and place not in found:
            found.add(place)
        return found


@dataclass(slots=True)
class Facts:
    """What of a report decides whether it tells of the same event as another."""

    type: str
    planned: bool
    word: str  # the trigger, folded
    skeleton: str
    sentence: int
    paragraph: int
    time: Time | None
    killed: Count | None
    agents: frozenset[str]
    patients: frozenset[str]
    places: frozenset[str]
    sides: tuple[frozenset[str], frozenset[str]]  # of agents and patients
    regions: frozenset[str]  # the places and all that they lie in
    described: frozenset[str]  # words for anonymous patients

    @classmethod
    def of(cls, report: Report, text: str, geography: Geography) -> "Facts":
        """The facts of a report."""
        word = fold(text[report.trigger.start : report.trigger.end])
        known: dict[str, set[str]] = {"agent": set(), "patient": set(), "location": set()}
        described: set[str] = set()
        for part in report.participations:
            if part.entity and part.role in known:
                known[part.role].add(part.entity)
            elif part.description and part.role == "patient":
                described.update(fold(w).removeprefix("ال") for w in part.description.split())
        side = geography.side
        return cls(
            report.type, report.status == "planned", word, _skeleton(word), report.sentence.start,
            text.count("\n", 0, report.trigger.start), report.time, report.killed,
            frozenset(known["agent"]), frozenset(known["patient"]), frozenset(known["location"]),
            (frozenset(side.get(a, a) for a in known["agent"]), frozenset(side.get(a, a) for a in known["patient"])),
            frozenset(r for p in known["location"] for r in geography.ancestors(p)), frozenset(described),
        )  # fmt: skip


def resolve(reports: Sequence[Report], text: str, geography: Geography) -> tuple[Report, ...]:
    """The same reports with `same_as` set to the position of the earliest report of their event."""
    facts = [Facts.of(report, text, geography) for report in reports]
    first: list[int] = []  # of each report, the first of its event
    for i, fact in enumerate(facts):
        kin = _kin(fact.type)
        scored = ((score(facts[j], fact), j) for j in range(max(0, i - _LOOK_BACK), i) if facts[j].type in kin)
        head = i
        for _, j in sorted((pair for pair in scored if pair[0] > THRESHOLD), reverse=True):
            if not any(conflict(facts[k], fact) for k in range(max(0, i - _LOOK_BACK), i) if first[k] == first[j]):
                head = first[j]
                break
        first.append(head)
    same_as = [None if head == i else head for i, head in enumerate(first)]
    return tuple(r if r.same_as == same else replace(r, same_as=same) for r, same in zip(reports, same_as, strict=True))


def conflict(one: Facts, other: Facts) -> str | None:
    """Why two reports cannot tell of one event, or None."""
    if one.type not in _kin(other.type):
        return "weapons" if one.type in WEAPONS and other.type in WEAPONS else "types"
    if one.planned != other.planned:
        return "one is planned"
    if not _times_meet(one.time, other.time):
        return "times"
    if one.places and other.places and not (one.places & other.regions or other.places & one.regions):
        return "places"
    for role, left, right in zip(("agents", "patients"), one.sides, other.sides, strict=True):
        if left and right and not left & right:
            return role
    if not _bounds_meet(one.killed, other.killed):
        return "numbers"
    return None


@cache
def _kin(kind: str) -> frozenset[str]:
    """The types of which one event can be told with this one: itself and its families', but no other weapon's."""
    others = {other for family in FAMILIES.values() if kind in family for other in family}
    return frozenset((others - WEAPONS if kind in WEAPONS else others) | {kind})


def score(one: Facts, other: Facts) -> float:
    """How much speaks for one event behind two reports, the earlier first; above THRESHOLD they are linked."""
    if conflict(one, other) is not None:
        return 0.0
    total = 0.2 if one.type != other.type else 0.6 if one.type in _SOFT else 1.0
    if one.places and other.places:
        total += 0.8 if one.places & other.places else 0.5
    for left, right in ((one.agents, other.agents), (one.patients, other.patients)):
        if left and right:
            total += 0.8 if left & right else 0.5
    if one.time and other.time:
        total += 0.6 if one.time.edtf == other.time.edtf else 0.3
    if one.killed and other.killed:
        total += 1.0
    if one.described and other.described:
        total += 0.5 * len(one.described & other.described) / min(len(one.described), len(other.described))
    if one.skeleton == other.skeleton:
        total += 0.5
    if other.word.startswith("ال"):
        total += 0.8
    elif one.sentence == other.sentence:
        total -= 1.0
    elif one.paragraph == 0:
        total += 0.4
    return total - 0.15 * max(0, other.paragraph - one.paragraph - 1)


def _skeleton(word: str) -> str:
    """The letters of a folded word that are most likely radicals: توقيف, أوقفت and التوقيفات share قف."""
    bare = word.removeprefix("ال")
    return bare.translate(_AFFIX_LETTERS) or bare


def _times_meet(one: Time | None, other: Time | None) -> bool:
    if one is None or other is None:
        return True
    if one.earliest and other.latest and one.earliest > other.latest:
        return False
    if other.earliest and one.latest and other.earliest > one.latest:
        return False
    bounded = (one.earliest or one.latest) and (other.earliest or other.latest)
    return bool(bounded) or one.edtf == other.edtf


def _bounds_meet(one: Count | None, other: Count | None) -> bool:
    if one is None or other is None:
        return True
    low = max(one.minimum or 0, other.minimum or 0)
    highs = [c.maximum for c in (one, other) if c.maximum is not None]
    return not highs or low <= min(highs)
