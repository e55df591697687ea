"""Every IRI of the graph is minted here; each is a function of the input alone, so a second run gives the same bytes.

Keys become one path segment of plain ASCII: letters, digits and `- . _ ~` stay, all else is percent-encoded UTF-8, so
that the IRI in the graph, the path of an HTTP request and a file name are the same characters.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from furat.extract.errors import InputError
from furat.extract.records import Kind, Role, Span

LONGEST_KEY = 120  # characters: fits a file name, also with a suffix

_BASE = re.compile(r"https?://[A-Za-z0-9._~%:@\[\]-]+(?:/[A-Za-z0-9._~%!$&'()*+,;=:@-]+)*/")
_NOT_IRI = re.compile(  # neither printable ASCII that an IRI may hold nor ucschar of RFC 3987
    r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]|[^\x00-\U000dffff]|'
    + "|".join(f"[\\U000{plane:x}fffe\\U000{plane:x}ffff]" for plane in range(1, 14))
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#\[\]]+(?:[/?#][^\[\]]*)?")


def segment(text: str) -> str:
    """A text as one path segment; distinct texts give distinct segments, long ones end in a hash.

    >>> segment("snn-0002"), segment("حلب 1")
    ('snn-0002', '%D8%AD%D9%84%D8%A8%201')
    """
    encoded = quote(text, safe="", errors="surrogatepass")
    if encoded not in ("", ".", "..") and len(encoded) <= LONGEST_KEY:
        return encoded
    digest = sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
    shown = re.sub(r"%[0-9A-F]?$", "", encoded[: LONGEST_KEY - 17]) if len(encoded) > 2 else ""
    return f"{shown}~{digest}"


def document_key(identifier: str) -> str:
    """The last part of a document's IRI, from its dct:identifier."""
    return segment(identifier)


def check_base(base: str) -> str:
    """`base`, when it can stand in front of every IRI of a store; InputError otherwise."""
    if not _BASE.fullmatch(base):
        raise InputError(f"base IRI {base!r}: give an absolute http or https IRI that ends in '/', without '?' and '#'")
    return base


def web_address(url: str) -> str | None:
    """The address as an IRI, characters that no IRI may hold percent-encoded; None when it is not absolute.

    >>> web_address("https://example.org/خبر?q=a b")
    'https://example.org/خبر?q=a%20b'
    >>> web_address("https://example.org/a#b#c")
    'https://example.org/a#b%23c'
    """
    encoded = _NOT_IRI.sub(lambda m: quote(m.group(), errors="surrogatepass"), url.strip())
    encoded = re.sub("%(?![0-9A-Fa-f]{2})", "%25", encoded)
    head, mark, fragment = encoded.partition("#")
    encoded = head + mark + fragment.replace("#", "%23")
    return encoded if _ABSOLUTE.fullmatch(encoded) else None


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs under one base; parts of a document take the document's IRI."""

    base: str

    def __post_init__(self) -> None:
        check_base(self.base)

    def at(self, path: str) -> str:
        """What lies at a path below the base, such as `document/snn-0002`."""
        return f"{self.base}{path}"

    def path(self, iri: str) -> str | None:
        """Where an IRI lies below the base; None when it is of another one."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def document_of(self, iri: str) -> str | None:
        """The key of the document that a document's IRI or the IRI of its graph names; None for other IRIs."""
        for space in (self.document(""), self.document_graph("")):
            if iri.startswith(space):
                return iri.removeprefix(space)
        return None

    def document(self, key: str) -> str:
        """A document, by its key (see `document_key`)."""
        return f"{self.base}document/{key}"

    def document_graph(self, key: str) -> str:
        """The named graph of all that was read from a document."""
        return f"{self.base}graph/document/{key}"

    def graph(self, name: str) -> str:
        """A graph of the store as a whole: events, vocabulary, gazetteer, runs, curation."""
        return f"{self.base}graph/{name}"

    def entity(self, kind: Kind, key: str) -> str:
        """An actor or place."""
        return f"{self.base}{kind}/{segment(key)}"

    def actor(self, key: str) -> str:
        """An actor."""
        return self.entity("actor", key)

    def place(self, key: str) -> str:
        """A place."""
        return self.entity("place", key)

    def geometry(self, place: str) -> str:
        """The geometry of a place, by the place's key."""
        return f"{self.place(place)}#geometry"

    def affiliation(self, actor: str, relation: str, other: str, since: str | None) -> str:
        """One side or membership of an actor over one stretch of time."""
        start = f"&since={segment(since)}" if since else ""
        return f"{self.actor(actor)}#{relation}={segment(other)}{start}"

    def event(self, key: str) -> str:
        """A derived event."""
        return f"{self.base}event/{segment(key)}"

    def membership(self, event: str, report: str) -> str:
        """That a report (its full IRI) belongs to an event (its key), with score and reason."""
        document, _, fragment = report.removeprefix(self.document("")).partition("#")
        return f"{self.event(event)}#document={document}&{fragment}"

    def query(self, name: str) -> str:
        """A query of the library: its place on the endpoint's page of queries."""
        return f"{self.base}queries#{segment(name)}"

    def prefixes(self) -> str:
        """The declaration of the project's prefixes."""
        return f"{self.graph('vocabulary')}#prefixes"

    def prefix(self, name: str) -> str:
        """The declaration of one prefix."""
        return f"{self.graph('vocabulary')}#prefix={segment(name)}"

    def run(self, key: str) -> str:
        """A run: one version of furat and of its knowledge."""
        return f"{self.base}run/{segment(key)}"


def mention(document: str, span: Span) -> str:
    """A stretch of a document's text (RFC 5147), by the document's IRI."""
    return f"{document}#char={span.start},{span.end}"


def report(document: str, trigger: Span, part: int = 0) -> str:
    """A report, by its trigger; `part` counts further reports that one trigger tells (it distributes)."""
    more = f"&part={part}" if part else ""
    return f"{document}#report={trigger.start},{trigger.end}{more}"


def trigger_of(report: str) -> Span:
    """The trigger of a report, by the report's IRI."""
    start, _, rest = report.rpartition("#report=")[2].partition(",")
    return Span(int(start), int(rest.partition("&")[0]))


def participation(report: str, role: Role, n: int) -> str:
    """The n-th participation of a report in a role."""
    return f"{report}&role={role}&n={n}"


def claim(report: str, n: int) -> str:
    """The n-th claim of a report."""
    return f"{report}&claim={n}"
