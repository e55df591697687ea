"""The graphs that a request names for its update (`using-graph-uri` ...), written into the text as USING clauses."""

from collections.abc import Sequence

from furat.graph.serve.problem import bad
from furat.graph.sparql_lexer import Lexed, lex


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update over these graphs; Problem when it names a dataset itself, as the protocol demands.

    >>> with_dataset("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ["http://example.org/g"], [])
    'DELETE { ?s ?p ?o } USING <http://example.org/g> WHERE { ?s ?p ?o }'
    """
    if not default and not named:
        return text
    lexed = lex(text)
    outer = [i for i in range(len(lexed.texts)) if lexed.depths[i] == 0 and lexed.kinds[i] == "word"]
    if any(lexed.texts[i] in ("USING", "WITH") for i in outer):
        raise bad("the graphs are named twice: by USING or WITH in the update and by parameters of the request")
    clauses = "".join(f"USING {_reference(iri)} " for iri in default)
    clauses += "".join(f"USING NAMED {_reference(iri)} " for iri in named)
    pieces, last = [], 0
    for i in outer:
        if lexed.texts[i] != "WHERE":
            continue
        start = lexed.starts[i]
        pieces.append(text[last:start])
        if i > 0 and lexed.texts[i - 1] == "DELETE":  # the short form DELETE WHERE {P} stands for DELETE {P} WHERE {P}
            pieces.append(_group(lexed, i + 1) + " ")
        pieces.append(clauses)
        last = start
    return "".join(pieces) + text[last:]


def _reference(iri: str) -> str:
    if any(c in '<>"{}|^`\\' or c <= " " for c in iri) or ":" not in iri:
        raise bad(f"a graph's name must be an absolute IRI, not {iri!r}")
    return f"<{iri}>"


def _group(lexed: Lexed, opening: int) -> str:
    """The text of the group that opens at this token."""
    closing = next(
        (i for i in range(opening + 1, len(lexed.texts)) if lexed.texts[i] == "}" and lexed.depths[i] == 0), None
    )
    if closing is None:
        raise bad("DELETE WHERE without a closing bracket", "syntax")
    return lexed.source[lexed.starts[opening] : lexed.starts[closing] + 1]
