"""RDF files read and validated: formats by suffix, errors with place and remedy."""

import gzip
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal as OneOf

from pyoxigraph import Quad, RdfFormat, Store, parse

from furat.graph.shacl.datatype_shadow import exact_store, mentions_forgotten
from furat.graph.shacl.errors import DataError
from furat.graph.shacl.graph import Shapes
from furat.graph.shacl.results import Result
from furat.graph.shacl.validation import compile_shapes

Engine = OneOf["compiled", "pyshacl"]

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


def validate_files(paths: Sequence[Path], shapes: Shapes, engine: Engine = "compiled") -> tuple[list[Result], int]:
    """The violations in all files taken as one graph, and the number of statements read.

    Raises DataError for a file that cannot be read, ShapesError for shapes that cannot be compiled.
    """
    if engine == "pyshacl":
        from furat.graph.shacl.pyshacl_engine import validate_by_reference

        quads = [quad for path in paths for quad in _quads(path, read_content(path))]
        return validate_by_reference(shapes, quads), len(set(quads))
    compiled = compile_shapes(shapes)
    store, exact = load_files(paths)
    return compiled.validate(store, exact=exact), len(store)


def load_files(paths: Sequence[Path]) -> tuple[Store, Store | None]:
    """A store in memory with all files, and the same with every datatype kept where an ordinary store forgets one."""
    contents = [(path, read_content(path)) for path in paths]
    store = Store()
    if any(mentions_forgotten(content) for _, content in contents):
        quads = [quad for path, content in contents for quad in _quads(path, content)]
        store.bulk_extend(quads)
        return store, exact_store(quads)
    for path, content in contents:
        try:
            store.bulk_load(content, format_of(path), base_iri=path.resolve().as_uri())
        except (SyntaxError, ValueError) as error:
            raise _invalid(path, error) from error
    return store, None


def format_of(path: Path) -> RdfFormat:
    """The format that the suffix names, before `.gz` if there is one."""
    name = path.with_suffix("") if path.suffix == ".gz" else path
    found = FORMATS.get(name.suffix.lower())
    if found is None:
        raise DataError(f"{path}: no known RDF suffix; known: {' '.join(FORMATS)}, each also with .gz")
    return found


def read_content(path: Path) -> bytes:
    """The bytes of a file, unpacked if it ends in `.gz`."""
    format_of(path)
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if path.suffix == ".gz" else content).removeprefix(BOM_UTF8)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DataError(f"{path}: cannot be unpacked ({error}); pack it again with gzip") from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error


def _quads(path: Path, content: bytes) -> Iterable[Quad]:
    try:
        return list(parse(content, format_of(path), base_iri=path.resolve().as_uri(), rename_blank_nodes=True))
    except (SyntaxError, ValueError) as error:
        raise _invalid(path, error) from error


def _invalid(path: Path, error: Exception) -> DataError:
    line = getattr(error, "lineno", None)
    place = f"{path}:{line}" if line else str(path)
    reason = getattr(error, "msg", None) or str(error)
    return DataError(f"{place}: no valid {format_of(path).name}: {reason}; correct the file or its suffix")
