"""The formats of results and graphs: the name that workers know, media types, suffix."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write results or graphs; `name` is what the engine's worker knows it by."""

    name: str
    media: str
    suffix: str
    also: tuple[str, ...] = ()  # other media types that mean the same
    called: tuple[str, ...] = ()  # what else tools call it in a parameter

    @property
    def content_type(self) -> str:
        """The header's value; text is always UTF-8."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


HTML = Format("html", "text/html", "html", ("application/xhtml+xml",))
SOLUTIONS = (
    Format(
        "json", "application/sparql-results+json", "srj", ("application/json", "text/json"), ("sparql-results+json",)
    ),
    Format("xml", "application/sparql-results+xml", "srx", ("application/xml", "text/xml"), ("sparql-results+xml",)),
    Format("csv", "text/csv", "csv", ("text/x-csv",)),
    Format("tsv", "text/tab-separated-values", "tsv", ("text/tsv",)),
)
GRAPHS = (
    Format("turtle", "text/turtle", "ttl", ("application/x-turtle", "application/turtle")),
    Format("ntriples", "application/n-triples", "nt", ("text/plain", "text/ntriples"), ("n-triples", "ntriples11")),
    Format(
        "rdfxml",
        "application/rdf+xml",
        "rdf",
        ("application/xml", "text/xml", "application/owl+xml"),
        ("xml", "rdf+xml", "rdf/xml", "rdf-xml", "pretty-xml", "owl"),
    ),
    Format(
        "jsonld",
        "application/ld+json",
        "jsonld",
        ("application/json", "application/x-json+ld", "text/json"),
        ("json", "json-ld", "ld+json"),
    ),
    Format("nquads", "application/n-quads", "nq", ("text/x-nquads", "text/nquads"), ("n-quads",)),
    Format("trig", "application/trig", "trig", ("application/x-trig",)),
    Format("n3", "text/n3", "n3", ("text/rdf+n3", "application/n3"), ("rdf+n3",)),
)
DATASETS = (GRAPHS[5], GRAPHS[4], GRAPHS[3])  # those that know graphs: TriG, N-Quads, JSON-LD
BOOLEANS = (*SOLUTIONS, Format("boolean", "text/boolean", "txt"))


def by_media(media: str) -> Format | None:
    """The graph format with this media type, parameters aside."""
    bare = media.partition(";")[0].strip().lower()
    return next((f for f in GRAPHS if bare == f.media or bare in f.also), None)
