"""The graph in the formats of other tools; one exporter a module, registered here by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from furat.extract.errors import QueryError
from furat.graph.export.gexf import export_gexf
from furat.graph.export.network import RunQuery


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that the graph can be written in."""

    name: str  # as in `furat export NAME`
    summary: str
    suffix: str  # of files, with the dot
    write: Callable[[RunQuery, BinaryIO], None]


EXPORTERS = {
    exporter.name: exporter
    for exporter in (Exporter("gexf", "The actor network as GEXF 1.3, for Gephi", ".gexf", export_gexf),)
}


def export(name: str, run: RunQuery, output: BinaryIO) -> None:
    """Writes the graph in a format; QueryError with the known ones when there is none such.

    `run` answers the queries of `queries/` by name: see `furat.graph.export.network.on_store`.
    """
    if name not in EXPORTERS:
        raise QueryError(f"no export format is called {name!r}; known: {', '.join(EXPORTERS)}")
    EXPORTERS[name].write(run, output)
