"""Refuses early, with a good message, what would kill or abuse a worker. Safety does not rest on it: workers do.

The limits lie well below what overflows the engine's stack (some 1,000 nested groups, 3,000 chained operators) or makes
its planner run for seconds (cubic in the patterns of one query), and well above what people write.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from furat.graph.serve.problem import Problem, bad
from furat.graph.sparql_lexer import Lexed, lex

DEEPEST = 100  # brackets within brackets
LONGEST_RUN = 100  # unary operators in a row: !!!!x
MOST_PATTERNS = 300  # triple patterns and path steps
MOST_STEPS = 800  # operators and clauses that nest in the engine's algebra: UNION, OPTIONAL, FILTER, +, && ...
MOST_TOKENS = 200_000  # long VALUES and IN lists and INSERT DATA are fine up to here

_CLAUSES = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "AS", "EXISTS", "IF", "SELECT", "GRAPH"})
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"})
_OPERATORS = frozenset({"+", "-", "*", "/", "&&", "||", "|", "^", "!"})
_UNARY = frozenset({"!", "-", "+", "^"})
_VALUE_KINDS = frozenset({"iri", "name", "var", "string", "number"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What the front end needs to know of a query that a worker may try."""

    form: str | None  # SELECT, ASK, CONSTRUCT, DESCRIBE; None when it has none of them
    shape: str  # fingerprint of the text without its constants
    own_dataset: bool  # it has a FROM of its own, which then holds instead of the union of all graphs
    volatile: bool  # the same text may give another answer on the same snapshot
    variables: int  # distinct ones: what is known of its cost before it has run


@lru_cache(maxsize=512)
def check_query(text: str, allow_service: tuple[str, ...]) -> Checked:
    """What a query is, when a worker may try it; Problem otherwise."""
    lexed = lex(text)
    _size(lexed)
    _network(lexed, allow_service)
    own = any(lexed.depths[i] == 0 for i in lexed.positions("FROM"))
    variables = len({text for kind, text in zip(lexed.kinds, lexed.texts, strict=True) if kind == "var"})
    return Checked(lexed.form, fingerprint(lexed.shape), own, not _VOLATILE.isdisjoint(lexed.texts), variables)


def check_update(text: str, allow_service: Collection[str]) -> None:
    """Passes an update that the writer may try; Problem otherwise."""
    lexed = lex(text)
    _size(lexed)
    if lexed.positions("LOAD"):
        raise Problem(403, "load", "LOAD is not possible: send the data with the update or to the graph store")
    _network(lexed, allow_service)


def fingerprint(text: str) -> str:
    """A short name of a query or of its shape."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _size(lexed: Lexed) -> None:
    if len(lexed.texts) > MOST_TOKENS:
        raise bad(f"the query has {len(lexed.texts)} tokens, at most {MOST_TOKENS} are accepted", "too-complex")
    if lexed.deepest > DEEPEST:
        raise bad(f"the query nests brackets {lexed.deepest} deep, at most {DEEPEST} are accepted", "too-complex")
    steps, patterns, longest_run = _count(lexed)
    if longest_run > LONGEST_RUN:
        raise bad(f"the query has {longest_run} unary operators in a row, at most {LONGEST_RUN}", "too-complex")
    if steps > MOST_STEPS:
        raise bad(f"the query has {steps} operators and clauses, at most {MOST_STEPS} are accepted", "too-complex")
    if patterns > MOST_PATTERNS:
        raise bad(
            f"the query has about {patterns} triple patterns, at most {MOST_PATTERNS} are accepted", "too-complex"
        )


def _count(lexed: Lexed) -> tuple[int, int, int]:
    """Algebra steps, triple patterns (about) and the longest run of unary operators; data blocks count for nothing."""
    steps = patterns = longest = run = 0
    within: list[str] = []  # what each open bracket holds: group, data, node, list (RDF collection), expression
    data_next = False
    before = ""
    for kind, text in zip(lexed.kinds, lexed.texts, strict=True):
        here = within[-1] if within else "expression"
        run = run + 1 if kind == "mark" and text in _UNARY else 0
        longest = max(longest, run)
        if kind == "word":
            steps += text in _CLAUSES
            data_next = text in ("VALUES", "DATA") or (data_next and text not in ("WHERE", "SELECT"))
        elif kind != "mark":
            patterns += 2 * (here == "list" and kind in _VALUE_KINDS)
        elif text in _OPERATORS and here != "data":
            steps += 1
            patterns += text == "/" and here != "expression"
        elif text == "{":
            within.append("data" if data_next else "group")
            data_next = False
        elif text == "(":
            expression = here == "expression" or before == "word"
            within.append("data" if here == "data" or data_next else "expression" if expression else "list")
        elif text in ("[", "<<", "<<(", "{|"):
            within.append("node")
            patterns += 1
        elif text in ("}", ")", "]", ">>", ")>>", "|}") and within:
            patterns += within.pop() == "group"
        elif text in (".", ";", ","):
            patterns += here in ("group", "node")
        before = kind
    return steps, patterns, longest


def _network(lexed: Lexed, allowed: Collection[str]) -> None:
    """SERVICE only to a constant IRI on the list: what is bound at run time could be anything."""
    for at in lexed.positions("SERVICE"):
        after = at + 1
        if after < len(lexed.texts) and lexed.texts[after] == "SILENT":
            after += 1
        target = lexed.texts[after] if after < len(lexed.texts) else ""
        if lexed.kinds[after : after + 1] == ("iri",) and target[1:-1] in allowed:
            continue
        known = ", ".join(f"<{iri}>" for iri in allowed) or "none"
        raise Problem(
            403,
            "service",
            f"SERVICE {target or '?'} is not allowed; write a full IRI that this endpoint allows: {known}",
        )
