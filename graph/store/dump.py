"""The published state as one file of RDF; the same state gives the same bytes."""

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, cast

from furat.extract.errors import StoreError
from furat.graph.disk import saving, sync_file, sync_folder
from furat.graph.store.snapshots import hold

_FORMATS = {
    "nq": "nquads", "trig": "trig", "jsonld": "jsonld", "nt": "ntriples", "ttl": "turtle", "rdf": "rdfxml",
}  # fmt: skip
FORMATS = tuple(_FORMATS)
_WITH_GRAPHS = ("nq", "trig", "jsonld")
_UNION = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def dump(root: Path, output: Path | None, format: str | None = None) -> int:
    """Writes the current snapshot to a file, or to standard output for None; gives the number of bytes.

    The format follows from the file's name where it is not given: `.nq .trig .jsonld` keep the graphs, `.nt .ttl .rdf`
    hold their union; `.gz` behind it compresses. A file appears complete or not at all.

    Raises: StoreError for an unknown format, a store that is not there, a disk that refuses.
    """
    from pyoxigraph import QueryTriples, Store

    from furat.graph.results.triples import write_dataset, write_triples
    from furat.graph.results.xml_text import Unwritable

    suffixes = [suffix.lstrip(".") for suffix in output.suffixes] if output else []
    compressed = bool(suffixes) and suffixes[-1] == "gz"
    name = format or next((s for s in reversed(suffixes) if s in FORMATS), None if output else "nq")
    name_of = _FORMATS.get(name or "", "")
    if not name_of or name is None:
        raise StoreError(f"{output}: unknown format {name or ''!r}; known: {', '.join(FORMATS)} (and .gz behind)")
    guard = saving(output) if output else nullcontext()  # a reader that goes away is no error of the store's
    with hold(root) as snapshot, guard, _target(output) as raw:
        out = cast(IO[bytes], gzip.GzipFile("", "wb", 6, raw, 0)) if compressed else raw
        store = Store.read_only(str(snapshot.quads))
        if name in _WITH_GRAPHS:
            write_dataset(store, name_of, out)
        else:
            triples = cast(QueryTriples, store.query(_UNION, use_default_graph_as_union=True))
            try:
                write_triples(triples, name_of, out)
            except Unwritable as error:
                raise StoreError(f"{output or 'standard output'}: {error}; write .nt, .ttl or .nq instead") from None
        if compressed:
            out.close()
        return raw.tell() if output else 0


@contextmanager
def _target(output: Path | None) -> Iterator[IO[bytes]]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    beside = output.with_name(output.name + ".tmp")
    try:
        with beside.open("wb", buffering=1 << 20) as out:
            yield out
            sync_file(out)
        beside.replace(output)
        sync_folder(output.resolve().parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
