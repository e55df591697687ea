"""The formats of results and graphs: the name that workers know, media types, suffix."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write results or graphs; `name` is what the engine's worker knows it by."""

    name: str
    media: str
    suffix: str
    also: tuple[str, ...] = ()  # other media types that mean the same

    @property
    def content_type(self) -> str:
        """The header's value; text is always UTF-8."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


HTML = Format("html", "text/html", "html", ("application/xhtml+xml",))
SOLUTIONS = (
    Format("json", "application/sparql-results+json", "srj", ("application/json",)),
    Format("xml", "application/sparql-results+xml", "srx", ("application/xml", "text/xml")),
    Format("csv", "text/csv", "csv"),
    Format("tsv", "text/tab-separated-values", "tsv"),
)
GRAPHS = (
    Format("turtle", "text/turtle", "ttl", ("application/x-turtle",)),
    Format("ntriples", "application/n-triples", "nt", ("text/plain",)),
    Format("rdfxml", "application/rdf+xml", "rdf", ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", "jsonld", ("application/json",)),
    Format("nquads", "application/n-quads", "nq"),
    Format("trig", "application/trig", "trig"),
    Format("n3", "text/n3", "n3"),
)
BOOLEANS = SOLUTIONS


def by_media(media: str) -> Format | None:
    """The graph format with this media type, parameters aside."""
    bare = media.partition(";")[0].strip().lower()
    return next((f for f in GRAPHS if bare == f.media or bare in f.also), None)
