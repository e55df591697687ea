"""The operation that searches the index of the snapshot."""

from dataclasses import asdict
from typing import Any

from furat.graph.serve.operations.labels import Labels
from furat.graph.serve.operations.registry import operation
from furat.graph.serve.operations.result_sink import Sink
from furat.graph.serve.operations.snapshot import OpenSnapshot


@operation("search")
def search(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """The hits, in the answer's head, each with where this server shows it."""
    from pyoxigraph import NamedNode

    labels = Labels(snapshot)
    hits = snapshot.index().search(request["text"], tuple(request["kinds"]), request["limit"])
    shown = []
    for hit in hits:
        row = {key: value for key, value in asdict(hit).items() if value is not None}
        shown.append(row | {"href": labels.link(NamedNode(hit.iri)), "name": hit.iri.rpartition("/")[2]})
    return {"hits": shown}
