"""Compiled SHACL against pySHACL on generated documents, with the project's own shapes: times, ratio, same results.

Times are of the processor, so that other work on the machine does not count.

python benchmarks/shacl.py                              # 1,000 mentions, both engines: about a minute
python benchmarks/shacl.py --mentions 100000 --core     # the goal's size without rules in SPARQL: six minutes
python benchmarks/shacl.py --mentions 100000 --engine compiled
"""

import argparse
import hashlib
import logging
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pyoxigraph import RdfFormat, Store, parse

from furat.graph.gate import Candidate, Gate
from furat.graph.shacl import Compiled, Result, compile_shapes
from furat.graph.shacl.vocabulary import sh

BASE = "http://localhost:7878/"
PREFIXES = {
    "furat": "https://w3id.org/furat/ontology#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "type": "https://w3id.org/furat/event-type/",
}
WORDS = (
    *("قصف", "غارة", "اشتباك", "بلدة", "قرية", "مدينة", "حي", "طريق", "جسر", "مطار"),
    *("نهر", "سد", "قوات", "فصيل", "جيش", "شرطة", "مدني", "جريح", "قتيل", "نازح"),
)
TYPES = ("airstrike", "shelling", "clash", "killing", "arrest", "capture")
ROLES = ("agent", "patient", "location")
MENTIONS = 20  # of a document; with these 3 reports, 6 participations and 4 claims
T = TypeVar("T")


def iri(name: str) -> str:
    """`prefix:local` as an N-Quads IRI."""
    prefix, local = name.split(":", 1)
    return f"<{PREFIXES[prefix]}{local}>"


def literal(text: str, kind: str = "xsd:string") -> str:
    """A literal: with a language tag for `@ar`, else with a datatype."""
    return f'"{text}"{kind}' if kind.startswith("@") else f'"{text}"^^{iri(kind)}'


def document(number: int, broken: bool) -> Iterator[str]:
    """The N-Quads of one document; words, numbers and structure vary with its number.

    A broken one violates a constraint of each sort: a count, a datatype, an order, a class, text that is not there.
    """
    key = f"{BASE}document/d{number}"
    graph = f"<{BASE}graph/document/d{number}>"
    words = [f"{WORDS[(number * 7 + i * i) % len(WORDS)]}{number % 97 + i}" for i in range(3 * MENTIONS)]
    text = " ".join(words)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)

    def quad(subject: str, name: str, value: str) -> str:
        return f"<{subject}> {iri(name)} {value} {graph} .\n"

    yield quad(key, "rdf:type", iri("furat:Document"))
    yield quad(key, "dct:identifier", literal(f"d{number}"))
    yield quad(key, "dct:language", literal("ar"))
    yield quad(
        key, "dct:issued", literal(f"20{10 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}", "xsd:date")
    )
    yield quad(key, "schema:headline", literal(" ".join(words[:5]), "@ar"))
    yield quad(key, "nif:isString", literal(text))
    yield quad(key, "furat:sha256", literal(hashlib.sha256(text.encode()).hexdigest()))
    yield quad(key, "furat:publisher", f"<{BASE}actor/a{number % 40}>")
    mentions = []
    for i in range(MENTIONS):
        first = 3 * i
        begin, end = starts[first], starts[first + 1 + i % 2] - 1
        mention = f"{key}#char={begin},{end}"
        mentions.append(mention)
        yield quad(mention, "rdf:type", iri("furat:Mention"))
        yield quad(mention, "nif:referenceContext", f"<{key}>")
        yield quad(mention, "nif:beginIndex", literal(str(begin), "xsd:integer"))
        yield quad(mention, "nif:endIndex", literal(str(begin if broken and i == 3 else end), "xsd:integer"))
        yield quad(mention, "nif:anchorOf", literal("x" if broken and i == 5 else text[begin:end]))
        yield quad(mention, "furat:denotes", f"<{BASE}{('actor', 'place')[i % 2]}/n{(number + i) % 500}>")
        if i % 3:
            yield quad(mention, "furat:confidence", literal(f"0.{10 + (number + i) % 90}", "xsd:decimal"))
            yield quad(mention, "furat:why", literal(f"longest name of {1 + i % 3}", "@en"))
    for r in range(3):
        report = f"{key}#report={starts[9 * r]},{starts[9 * r + 1] - 1}"
        yield quad(report, "rdf:type", iri("furat:Report"))
        yield quad(report, "furat:inDocument", f"<{key}>")
        yield quad(report, "furat:trigger", f"<{mentions[3 * r]}>")
        yield quad(report, "furat:passage", f"<{key if broken and r == 1 else mentions[3 * r + 1]}>")
        yield quad(report, "furat:sentence", literal(" ".join(words[9 * r : 9 * r + 9]), "@ar"))
        yield quad(report, "furat:eventType", iri(f"type:{TYPES[(number + r) % len(TYPES)]}"))
        yield quad(report, "furat:why", literal("noun of the lexicon", "@en"))
        yield quad(report, "furat:status", iri(("furat:Asserted", "furat:Alleged", "furat:Denied")[(number + r) % 3]))
        if (number + r) % 2:
            killed = number % 30
            yield quad(report, "furat:killedMin", literal(str(killed), "xsd:integer"))
            yield quad(report, "furat:killedMax", literal(str(killed + r), "xsd:integer"))
            yield quad(report, "furat:killedEvidence", f"<{mentions[3 * r + 2]}>")
        for n, role in enumerate(ROLES[: 1 + (number + r) % 3]):
            part = f"{report}&role={role}&n={n}"
            who = f"<{BASE}{'place' if role == 'location' else 'actor'}/n{(number + n) % 500}>"
            yield quad(report, f"furat:{role}", who)
            yield quad(part, "rdf:type", iri("furat:Participation"))
            yield quad(part, "furat:ofReport", f"<{report}>")
            yield quad(part, "furat:role", iri(f"furat:{role.capitalize()}Role"))
            yield quad(part, "furat:participant", who)
            yield quad(part, "furat:evidence", f"<{mentions[10 + n]}>")
            yield quad(part, "furat:why", literal("object of the noun", "@en"))
            if broken and r == 2:
                yield quad(part, "furat:description", literal("مدنيين", "@ar"))
        claim = f"{report}&claim=0"
        yield quad(claim, "rdf:type", iri("furat:Claim"))
        yield quad(claim, "furat:about", f"<{report}>")
        yield quad(claim, "furat:stance", iri("furat:Says"))
        yield quad(claim, "furat:evidence", f"<{mentions[15 + r]}>")
        if not (broken and r == 0):
            yield quad(claim, "furat:why", literal("speech verb", "@en"))
        if r:
            yield quad(claim, "furat:claimer", f"<{BASE}actor/a{number % 40}>")
        else:
            yield quad(claim, "furat:claimerDescription", literal("مصادر أهلية", "@ar"))


def generated(documents: range, every: int) -> bytes:
    """N-Quads of documents, each `every`-th of them broken."""
    return "".join(quad for n in documents for quad in document(n, n % every == every - 1)).encode("utf-8")


def timed(what: str, work: Callable[[], T]) -> tuple[T, float]:
    """The result of a piece of work and the seconds of processor that it took, printed."""
    start = time.process_time()
    found = work()
    seconds = time.process_time() - start
    print(f"{what:<52}{seconds:>10.2f} s", flush=True)
    return found, seconds


def comparable(results: list[Result]) -> Counter[tuple[str, ...]]:
    """Results as the engines must agree on them; pySHACL drops the language of messages of SPARQL rules."""
    return Counter((*r.sort_key()[:6], str(r.severity), *sorted(m.value for m in r.messages)) for r in results)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=1000)
    parser.add_argument("--broken", type=int, default=50, help="each N-th document violates shapes")
    parser.add_argument("--core", action="store_true", help="leave out the rules in SPARQL, which pySHACL runs slowly")
    parser.add_argument("--engine", choices=("both", "compiled"), default="both")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    text = files("furat").joinpath("ontology", "shapes.ttl").read_text(encoding="utf-8")
    shapes = [q for q in parse(text, RdfFormat.TURTLE) if not (options.core and q.predicate == sh("sparql"))]

    documents = options.mentions // MENTIONS
    content = generated(range(documents), options.broken)
    lines = content.count(b"\n")
    print(f"{documents:,} documents, {documents * MENTIONS:,} mentions, {lines:,} quads")
    compiled, _ = timed("compile the shapes", lambda: compile_shapes(shapes))
    store = Store()
    timed("load into memory", lambda: store.bulk_load(content, RdfFormat.N_QUADS))
    found, seconds = timed("validate in memory", lambda: compiled.validate(store))
    print(f"{'':<52}{documents * MENTIONS / seconds:>10,.0f} mentions/s, {len(found)} results")
    on_disk, _ = validated_on_disk(compiled, content)
    print(f"{'':<52}{'same' if on_disk == found else 'OTHER'} results as in memory")
    each = through_the_gate()
    print(f"{'a batch of 64 documents through the gate, processor':<52}{each * 1000:>10.2f} ms a document")
    if options.engine == "both":
        from furat.graph.shacl.pyshacl_engine import run, to_rdflib

        data, _ = timed("load into rdflib", lambda: to_rdflib(parse(content, RdfFormat.N_QUADS)))
        reference, slow = timed("validate by pySHACL", lambda: run(to_rdflib(shapes), data))
        same = comparable(reference) == comparable(found)
        print(f"{'':<52}{'same' if same else 'OTHER'} results")
        print(f"compiled is {slow / seconds:.1f} times as fast as pySHACL")
        if not same:
            raise SystemExit(1)


def validated_on_disk(compiled: Compiled, content: bytes) -> tuple[list[Result], float]:
    """The same from a store on disk, opened read-only as a query worker does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quads"
        store = Store(str(path))
        store.bulk_load(content, RdfFormat.N_QUADS)
        store.optimize()
        del store
        snapshot = Store.read_only(str(path))
        return timed("validate on disk, read only", lambda: compiled.validate(snapshot))


def through_the_gate() -> float:
    """Seconds of processor for a conforming document, loading included, as a build's workers spend them."""
    batch = [Candidate(str(n), generated(range(n, n + 1), 10**9)) for n in range(64)]
    gate = Gate("compiled")
    gate.validate(batch)
    start = time.process_time()
    for _ in range(10):
        assert len(gate.validate(batch).conforming) == len(batch)
    return (time.process_time() - start) / 10 / len(batch)


if __name__ == "__main__":
    main()
