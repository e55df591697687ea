"""Events derived piece by piece are those derived from everything at once, whatever came, changed or went, and when."""

import random
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from furat.graph.clustering import blocks
from furat.graph.clustering.cluster import cluster
from furat.graph.clustering.facts import ReportFact
from furat.graph.ingest.derivation import neighbours as linked
from furat.graph.ingest.derivation.facts_codec import pack, unpack
from furat.graph.ingest.derivation.incremental import IncrementalClustering
from furat.graph.ingest.derivation.schema import ReportsFile

PLACES = {"aleppo": ("north", "syria"), "bab": ("aleppo", "north", "syria"), "homs": ("syria",), "syria": ()}
ABOVE = {**PLACES, "north": ("syria",)}
TYPES = ["airstrike", "shelling", "attack", "killing", "clash"]


def facts_of(chance: random.Random, document: str) -> list[ReportFact]:
    """One to four reports of a document, from so few places and days that many are alike."""
    issued = date(2016, 3, 1) + timedelta(chance.randrange(6))
    found: list[ReportFact] = []
    for n in range(chance.randint(1, 4)):
        places = tuple(sorted(chance.sample(sorted(PLACES), chance.randint(0, 2))))
        day = issued - timedelta(chance.randrange(3)) if chance.random() < 0.7 else None
        toll = chance.choice([None, (5, 5), (7, 7), (5, 9), (None, 12)])
        people = {role: (chance.choice("xy"),) for role in ("agent", "patient") if chance.random() < 0.5}
        same = found[-1].iri if found and chance.random() < 0.3 else None
        found.append(
            ReportFact(
                f"{document}#report={n},9", document, document, n, chance.choice(TYPES), "asserted", people, places,
                ABOVE, day, day, None, toll, None, same, issued,
            )  # type: ignore[arg-type]
        )  # fmt: skip
    return found


class Derived:
    """The events as a store would hold them, changed by what the derivation says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.events: dict[str, str] = {}
        self.compared = 0

    def update(self, documents: dict[str, tuple[str, list[ReportFact]]]) -> None:
        """One build over these documents, each with its stamp."""
        with ReportsFile(self.path) as remembered, remembered.change():
            kept = [(document, stamp) for document, (stamp, _) in documents.items()]
            new: dict[str, str] = {}
            for made, reports in IncrementalClustering(remembered).clusters(
                kept, lambda document, stamp: documents[document][1]
            ):
                assert {m.report for m in made.members} == {fact.iri for fact in reports}
                text = repr(made.members)
                self.compared += 1
                if remembered.is_new(made.key, sha256(text.encode()).digest()[:16], 1):
                    new[made.key] = text
            for key in list(remembered.settle()):
                del self.events[key]
            self.events |= new
            assert [key for key, _ in remembered.events()] == sorted(self.events)
            total = remembered.total()
            assert (total.events, total.quads) == (len(self.events), len(self.events))
            digests = (int.from_bytes(digest, "big") for _, digest in remembered.events())
            assert int(total.content, 16) == sum(digests) % (1 << 128)


@pytest.mark.parametrize("neighbours", [1, 3, 60])
@pytest.mark.parametrize("seed", range(4))
def test_events_in_parts_are_those_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, neighbours: int
) -> None:
    """Documents come, change and go over a dozen builds; after each the events are those of clustering at once."""
    monkeypatch.setattr(linked, "NEIGHBOURS", neighbours)
    monkeypatch.setattr(blocks, "NEIGHBOURS", neighbours)
    chance = random.Random(seed)
    derived, documents = Derived(tmp_path / "reports.sqlite"), {}
    joined = 0
    for build in range(12):
        for _ in range(chance.choice([1, 3, 10])):
            document = f"d{chance.randrange(40):02}"
            if chance.random() < 0.25:
                documents.pop(document, None)
            else:
                documents[document] = f"{build}", facts_of(chance, document)
        derived.update(documents)
        whole = cluster(fact for _, facts in documents.values() for fact in facts)
        assert derived.events == {made.key: repr(made.members) for made in whole}
        joined += sum(len({m.report[:3] for m in made.members}) > 1 for made in whole)
    assert joined > 12  # else nothing was tried


def test_a_change_touches_only_what_it_can_reach(tmp_path: Path) -> None:
    """A new document elsewhere and at another time leaves all other events alone."""
    chance = random.Random(1)
    documents = {f"d{n:02}": ("1", facts_of(chance, f"d{n:02}")) for n in range(30)}
    derived = Derived(tmp_path / "reports.sqlite")
    derived.update(documents)
    derived.compared = 0
    derived.update(documents)
    assert derived.compared == 0
    far = ReportFact(
        "z#report=0,9", "z", "z", 0, "election", "asserted", {}, (), {}, None, None, None, None, None, None
    )
    derived.update({**documents, "z": ("1", [far])})
    assert derived.compared == 1


def test_what_a_document_tells_is_the_same_from_any_order_of_its_lines() -> None:
    """The worker has the lines sorted, the store in an order of its own; escapes are undone."""
    graph = "<http://x/graph/document/a> ."
    furat, integer = "https://w3id.org/furat/ontology#", "<http://www.w3.org/2001/XMLSchema#integer>"
    lines = [
        f'<http://x/document/a> <{furat}publisherName> "a \\"b\\" \\u0062" {graph}\n',
        f"<http://x/document/a#report=1,2> <{furat}location> <http://x/place/q> {graph}\n",
        f"<http://x/document/a#report=1,2> <{furat}location> <http://x/place/p> {graph}\n",
        f"<http://x/place/q> <{furat}within> <http://x/place/r> {graph}\n",
        f'<http://x/document/a#report=1,2> <{furat}killedMin> "3"^^{integer} {graph}\n',
    ]
    packed = pack("".join(lines).encode())
    assert pack("".join(reversed(lines)).encode()) == packed
    told = unpack(packed)
    assert (told.publisher, told.issued) == ('a "b" b', None)
    assert told.within == {"http://x/place/q": ["http://x/place/r"]}
    assert told.reports == {
        "http://x/document/a#report=1,2": {"killedMin": ["3"], "location": ["http://x/place/p", "http://x/place/q"]}
    }
