"""Triple patterns inside EXISTS, put in an order that starts from what is bound outside.

Oxigraph orders the patterns inside EXISTS as if nothing were bound: `FILTER NOT EXISTS { ?p :of $this ; :role :Agent }`
reads every :Agent of the store again for each focus node. Joined by LATERAL in a good order, the same patterns are
looked up from $this. Groups with more than triples and filters are left as they are.
"""

from collections.abc import Sequence

from furat.graph.shacl.tokens import SparqlToken

_Triple = tuple[tuple[SparqlToken, ...], ...]  # subject, predicate, object


def ordered_inside_exists(tokens: Sequence[SparqlToken]) -> tuple[SparqlToken, ...]:
    """The tokens of a query with the groups of its EXISTS filters rewritten."""
    found: list[SparqlToken] = []
    index = 0
    while index < len(tokens):
        found.append(tokens[index])
        index += 1
        if found[-1].is_word("EXISTS") and index < len(tokens) and tokens[index].is_mark("{"):
            end = closing(tokens, index)
            inner = tokens[index + 1 : end]
            outside = {t.text for t in (*tokens[:index], *tokens[end:]) if t.kind == "var"}
            found += [tokens[index], *_ordered(ordered_inside_exists(inner), outside), tokens[end]]
            index = end + 1
    return tuple(found)


def closing(tokens: Sequence[SparqlToken], start: int) -> int:
    """The index of the bracket that closes the one at `start`."""
    opening, ending = tokens[start].text, {"{": "}", "(": ")"}[tokens[start].text]
    depth = 0
    for index in range(start, len(tokens)):
        if tokens[index].is_mark(opening):
            depth += 1
        elif tokens[index].is_mark(ending):
            depth -= 1
            if depth == 0:
                return index
    return len(tokens) - 1


def _ordered(inner: tuple[SparqlToken, ...], bound: set[str]) -> tuple[SparqlToken, ...]:
    parts = _split(inner)
    if parts is None or len(parts[0]) < 2:
        return inner
    waiting, filters = parts
    bound = set(bound)
    found: list[SparqlToken] = []
    depth = 0
    while waiting:
        best = max(waiting, key=lambda triple: _score(triple, bound))
        waiting.remove(best)
        bound |= {token.text for part in best for token in part if token.kind == "var"}
        if found:
            found += [SparqlToken("word", "LATERAL"), SparqlToken("mark", "{")]
            depth += 1
        found += [token for part in best for token in part]
    return (*found, *[SparqlToken("mark", "}")] * depth, *filters)


def _score(triple: _Triple, bound: set[str]) -> int:
    """How well a pattern can be looked up; of equal ones `max` takes the first."""
    score = 0
    for part in (triple[0], triple[2]):
        if part[0].kind != "var":
            score += 1
        elif part[0].text in bound:
            score += 2
    return score


def _split(inner: tuple[SparqlToken, ...]) -> tuple[list[_Triple], list[SparqlToken]] | None:
    """The triples and the filters of a group, or nothing where there is something else in it."""
    triples: list[_Triple] = []
    filters: list[SparqlToken] = []
    index = 0
    subject: tuple[SparqlToken, ...] = ()
    predicate: tuple[SparqlToken, ...] = ()
    while index < len(inner):
        token = inner[index]
        if token.is_word("FILTER"):
            end = _end_of_filter(inner, index + 1)
            filters += inner[index:end]
            index = end
            continue
        if token.is_mark("."):
            subject = predicate = ()
            index += 1
        elif token.is_mark(";"):
            predicate = ()
            index += 1
        elif token.is_mark(","):
            index += 1
        else:
            after = _end_of_term(inner, index)
            if after is None:
                return None
            term = inner[index:after]
            index = after
            if not subject:
                subject = term
            elif not predicate:
                predicate = term
            else:
                triples.append((subject, predicate, term))
    return triples, filters


def _end_of_term(tokens: tuple[SparqlToken, ...], index: int) -> int | None:
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.kind == "string" and following is not None:
        if following.kind == "lang":
            return index + 2
        if following.is_mark("^^"):
            return index + 3
    if token.kind in ("var", "iri", "string", "number") or token.text in ("a", "true", "false"):
        is_path = following is not None and following.kind == "mark" and following.text in "/|*+?^"
        return None if is_path else index + 1
    return None


def _end_of_filter(tokens: tuple[SparqlToken, ...], index: int) -> int:
    """The index after a filter's expression: brackets, a function call, or [NOT] EXISTS and its group."""
    while index < len(tokens):
        if tokens[index].kind == "mark" and tokens[index].text in "({":
            return closing(tokens, index) + 1
        index += 1
    return index
