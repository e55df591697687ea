"""Clusters of reports as lines of the events graph."""

from collections.abc import Iterator, Mapping

from furat.graph.clustering.facts import Cluster, ReportFact
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.nquads import Lines, day, decimal, integer, name, ref, tagged


def event_lines(iris: Iris, cluster: Cluster, facts: Mapping[str, ReportFact]) -> Iterator[str]:
    """The quads of one event, sorted; `facts` holds its reports by IRI."""
    lines = Lines(iris.graph("events"))
    event = ref(iris.event(cluster.key))
    reports = [facts[member.report] for member in cluster.members]
    add = lines.add
    add(event, name("rdf:type"), name("furat:Event"))
    for report in reports:
        add(event, name("sem:eventType"), name(f"type:{report.type}"))
        add(event, name("sem:hasPlace"), *map(ref, report.places))
        for role in ("agent", "patient", "recipient"):
            add(event, name("sem:hasActor"), *map(ref, report.participants.get(role, ())))
    begin = [report.earliest for report in reports if report.earliest is not None]
    end = [report.latest for report in reports if report.latest is not None]
    if begin:
        add(event, name("sem:hasEarliestBeginTimeStamp"), day(min(begin)))
    if end:
        add(event, name("sem:hasLatestEndTimeStamp"), day(max(end)))
    add(event, name("furat:reportCount"), integer(len(reports)))
    add(event, name("furat:sourceCount"), integer(len({report.publisher for report in reports})))
    for member in cluster.members:
        node = ref(iris.membership(cluster.key, member.report))
        add(node, name("rdf:type"), name("furat:Membership"))
        add(node, name("furat:ofEvent"), event)
        add(node, name("furat:member"), ref(member.report))
        add(node, name("furat:score"), decimal(member.score))
        add(node, name("furat:why"), tagged(member.why, "en"))
        add(ref(member.report), name("furat:describes"), event)
    yield from lines.sorted()
