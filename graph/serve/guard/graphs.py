"""Which graphs an update can change at all, told from its text, so that the others need not be compared."""

import re

from furat.graph.sparql_lexer import lex

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!.*/\.)[^\\]*$")  # absolute, as the engine keeps it
_ALL = ("ALL", "NAMED")  # CLEAR ALL, DROP NAMED


def graphs_named(text: str) -> set[str] | None:
    """The IRIs that stand anywhere in an update, of which the graphs it changes besides the default graph are some.

    None when it may change graphs that it does not name: by a variable (`GRAPH ?g`), or by CLEAR and DROP of all; and
    when an IRI is written in a way that only the engine can read (relative, with escapes or dot segments).

    >>> sorted(graphs_named("PREFIX e: <http://e/> INSERT DATA { GRAPH e:g { <urn:s> e:p 1 } }"))
    ['http://e/', 'http://e/g', 'http://e/p', 'urn:s']
    >>> graphs_named("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }") is None
    True
    """
    lexed = lex(text)
    prefixes: dict[str, str] = {}
    found: set[str] = set()
    for i, (kind, token) in enumerate(zip(lexed.kinds, lexed.texts, strict=True)):
        following = lexed.kinds[i + 1] if i + 1 < len(lexed.kinds) else ""
        if kind == "word" and ((token == "GRAPH" and following == "var") or token in _ALL):
            return None
        if kind == "iri":
            iri = token[1:-1]
            if i > 1 and lexed.texts[i - 2] == "PREFIX":
                prefixes[lexed.texts[i - 1].removesuffix(":")] = iri
            found.add(iri)
        elif kind == "name":
            prefix, _, local = token.partition(":")
            if prefix in prefixes:
                found.add(prefixes[prefix] + local)
    return found if all(_PLAIN.match(iri) for iri in found) else None
