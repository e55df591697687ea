"""A small graph as the builder makes it: one document, two actors, places with points, a report, a claim, an event."""

BASE = "http://data.example/kg/"
_PREFIXES = {
    "furat": "https://w3id.org/furat/ontology#", "type": "https://w3id.org/furat/event-type/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#", "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", "dct": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#", "schema": "https://schema.org/", "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip
TEXT = "قالت وكالة النهر إن طائرات أغارت على بلدة السدرة يوم الأحد."
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
DOCUMENT = "document/d1"


def _span(word: str) -> str:
    start = TEXT.index(word)
    return f"<{DOCUMENT}#char={start},{start + len(word)}>"


def trigger() -> tuple[int, int]:
    """Where the report's trigger stands."""
    start = TEXT.index("أغارت")
    return start, start + len("أغارت")


def turtle() -> str:
    """The graph in TriG."""
    head = f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{space}> .\n" for name, space in _PREFIXES.items())
    start, end = trigger()
    report = f"<{DOCUMENT}#report={start},{end}>"
    role, claim = report[:-1] + "&role=location&n=0>", report[:-1] + "&claim=0>"
    hostile = HOSTILE.replace('"', '\\"')
    return (
        head
        + f"""
<graph/gazetteer> {{
  <actor/river_agency> a furat:Actor , furat:MediaOutlet ; skos:prefLabel "وكالة النهر"@ar , "River Agency"@en ;
    skos:hiddenLabel "{hostile}" ; furat:curated true .
  <actor/air_force> a furat:Actor , furat:ArmedForce ; skos:prefLabel "سلاح الجو"@ar , "Air Force"@en ;
    furat:memberOf <actor/river_agency> .
  <place/sidra> a furat:Place ; skos:prefLabel "السدرة"@ar , "as-Sidrah"@en ; furat:searchKey "السدره" ;
    geo:hasGeometry <place/sidra#geometry> .
  <place/sidra#geometry> a geo:Geometry ; geo:asWKT "POINT(38.6 33.5)"^^geo:wktLiteral .
  <place/far> a furat:Place ; skos:prefLabel "بعيدة"@ar , "Faraway"@en ; geo:hasGeometry <place/far#geometry> .
  <place/far#geometry> a geo:Geometry ; geo:asWKT "POINT(42.0 36.0)"^^geo:wktLiteral .
}}
<graph/vocabulary> {{
  <https://w3id.org/furat/ontology> a owl:Ontology ; dct:title "The furat ontology"@en .
  furat:Report a owl:Class ; rdfs:label "تقرير"@ar , "report"@en ;
    rdfs:comment "One event as one passage tells it."@en .
  type:airstrike a skos:Concept ; skos:prefLabel "غارة جوية"@ar , "airstrike"@en .
}}
<graph/document/d1> {{
  <{DOCUMENT}> a furat:Document ; dct:identifier "d1" ; schema:headline "غارة على السدرة"@ar ;
    nif:isString \"\"\"{TEXT}\"\"\" ;
    dct:issued "2018-09-09"^^xsd:date ; furat:publisher <actor/river_agency> .
  {_span("أغارت")} a furat:Mention ; nif:anchorOf "أغارت" ; furat:denotes {report} .
  {_span("السدرة")} a furat:Mention ; nif:anchorOf "السدرة" ; furat:denotes <place/sidra> .
  {_span("وكالة النهر")} a furat:Mention ; nif:anchorOf "وكالة النهر" ; furat:denotes <actor/river_agency> .
  {_span(TEXT)} a furat:Mention .
  {report} a furat:Report ; furat:inDocument <{DOCUMENT}> ; furat:eventType type:airstrike ;
    furat:trigger {_span("أغارت")} ;
    furat:passage {_span(TEXT)} ; furat:sentence "{TEXT}"@ar ; furat:location <place/sidra> ;
    furat:status furat:Asserted ;
    furat:killedMin 3 .
  {role} a furat:Participation ; furat:ofReport {report} ; furat:role furat:LocationRole ;
    furat:participant <place/sidra> ;
    furat:evidence {_span("السدرة")} .
  {claim} a furat:Claim ; furat:about {report} ; furat:claimer <actor/river_agency> ; furat:stance furat:Says ;
    furat:evidence {_span("وكالة النهر")} .
}}
<graph/events> {{
  <event/e1> a furat:Event ; sem:eventType type:airstrike ; sem:hasPlace <place/sidra> ; furat:reportCount 1 ;
    sem:hasEarliestBeginTimeStamp "2018-09-09"^^xsd:date .
  {report} furat:describes <event/e1> .
}}
"""
    )
