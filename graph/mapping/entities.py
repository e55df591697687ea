"""Actors and places as quads: those of the gazetteer, and those found in a text that nobody has curated."""

from collections.abc import Iterable

from furat.extract.names.gazetteer import Actor, Affiliation, Gazetteer, Match, Place
from furat.extract.records import Entity, Kind, Label
from furat.extract.text.tokens import fold
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.nquads import Lines, boolean, decimal, edtf, name, ref, tagged, text

A = name("rdf:type")
_CLASS = {"actor": name("furat:Actor"), "place": name("furat:Place")}
_LABEL = {"preferred": "skos:prefLabel", "alternative": "skos:altLabel", "loaded": "skos:hiddenLabel"}
_SAME = {"exact": "skos:exactMatch", "close": "skos:closeMatch"}
_WIKIDATA = "http://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"


def uncurated(lines: Lines, iris: Iris, entity: Entity) -> None:
    """Adds an actor or place that only a text names; the same quads in every document that names it."""
    node = ref(iris.entity(entity.kind, entity.key))
    _head(lines, node, entity.kind, entity.cls, entity.labels, curated=False)
    if entity.within is not None:
        lines.add(node, name("furat:within"), ref(iris.place(entity.within)))


def gazetteer(iris: Iris, known: Gazetteer) -> list[str]:
    """All curated actors and places as lines of the gazetteer graph."""
    lines = Lines(iris.graph("gazetteer"))
    for actor in known.actors.values():
        curated_actor(lines, iris, actor)
    for place in known.places.values():
        curated_place(lines, iris, place)
    return lines.sorted()


def curated_actor(lines: Lines, iris: Iris, actor: Actor) -> None:
    """Adds an actor of the gazetteer with its affiliations."""
    node = ref(iris.actor(actor.key))
    _head(lines, node, "actor", actor.cls, actor.labels, curated=True)
    _origin(lines, node, actor.country, actor.source)
    _link(lines, node, _WIKIDATA, actor.wikidata, actor.match)
    for affiliation in actor.affiliations:
        _affiliation(lines, iris, actor.key, affiliation)


def curated_place(lines: Lines, iris: Iris, place: Place) -> None:
    """Adds a place of the gazetteer with its geometry."""
    node = ref(iris.place(place.key))
    _head(lines, node, "place", place.cls, place.labels, curated=True)
    _origin(lines, node, place.country, place.source)
    _link(lines, node, _WIKIDATA, place.wikidata, place.match)
    if place.geonames:
        _link(lines, node, _GEONAMES, f"{place.geonames}/", place.match)
    if place.within is not None:
        lines.add(node, name("furat:within"), ref(iris.place(place.within)))
    if place.lat is not None and place.lon is not None:
        geometry = ref(iris.geometry(place.key))
        lat, long = decimal(place.lat), decimal(place.lon)
        point = f"POINT({long.split(chr(34))[1]} {lat.split(chr(34))[1]})"
        lines.add(node, name("wgs:lat"), lat)
        lines.add(node, name("wgs:long"), long)
        lines.add(node, name("geo:hasGeometry"), geometry)
        lines.add(geometry, A, name("geo:Geometry"))
        lines.add(geometry, name("geo:asWKT"), f'"{point}"^^{name("geo:wktLiteral")}')


def _head(lines: Lines, node: str, kind: Kind, cls: str, labels: Iterable[Label], *, curated: bool) -> None:
    lines.add(node, A, _CLASS[kind])
    if kind == "actor":
        lines.add(node, A, name(f"furat:{cls}"))
    else:
        lines.add(node, name("furat:placeType"), name(f"place-type:{cls}"))
    for label in labels:
        lines.add(node, name(_LABEL[label.status]), tagged(label.text, label.language))
        lines.add(node, name("furat:searchKey"), text(fold(label.text).lower()))
    lines.add(node, name("furat:curated"), boolean(curated))


def _origin(lines: Lines, node: str, country: str | None, source: str) -> None:
    if country:
        lines.add(node, name("furat:countryCode"), text(country))
    if source:
        lines.add(node, name("dct:source"), text(source))


def _link(lines: Lines, node: str, space: str, identifier: str | None, match: Match | None) -> None:
    """A link to an outside identifier: exact where it was verified, else close."""
    if identifier:
        lines.add(node, name(_SAME[match or "close"]), ref(space + identifier))


def _affiliation(lines: Lines, iris: Iris, actor: str, affiliation: Affiliation) -> None:
    node = ref(iris.affiliation(actor, affiliation.relation, affiliation.other, affiliation.since))
    of, other = ref(iris.actor(actor)), ref(iris.actor(affiliation.other))
    lines.add(of, name(f"furat:{affiliation.relation}"), other)
    lines.add(node, A, name("furat:Affiliation"))
    lines.add(node, name("furat:ofActor"), of)
    lines.add(node, name("furat:withActor"), other)
    kind = affiliation.relation[0].upper() + affiliation.relation[1:]
    lines.add(node, name("furat:affiliationType"), name(f"furat:{kind}"))
    if affiliation.since:
        lines.add(node, name("furat:since"), edtf(affiliation.since))
    if affiliation.until:
        lines.add(node, name("furat:until"), edtf(affiliation.until))
    if affiliation.source:
        lines.add(node, name("dct:source"), text(affiliation.source))
